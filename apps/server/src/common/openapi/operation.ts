import { applyDecorators, HttpCode, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ApiExtension, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Scope } from '../../auth/caller.js';
import type { ProblemCode } from '../problem/problem.js';
import { components } from './component.js';

export interface OperationOptions {
  /** `verbNoun`, unique; becomes the name of the method in generated clients. */
  id: string;
  summary: string;
  description?: string;
  /** What a key needs to call it; `none` is for the one public route. */
  scope: Scope | 'none';
  /** The status of success and the component that is answered; without one the answer is 204. */
  answers?: {
    status?: 200 | 201;
    schema: z.ZodType;
    /** The same answer while it is still open. */ orAccepted?: boolean;
  };
  /** Success that is not JSON. */
  produces?: { mimeType: string; description: string; /** A part of it on request. */ ranges?: boolean };
  /** What can go wrong here, beside what can always: 401, 403, 429, 500, 503. */
  problems?: readonly ProblemCode[];
  /** Takes an `Idempotency-Key`. */
  idempotent?: boolean;
}

const SCOPE = 'columba:scope';
const IDEMPOTENT = 'columba:idempotent';
const OPERATION = 'columba:operation';
export const PROBLEM_CODES_EXTENSION = 'x-error-codes';
const ALWAYS: readonly ProblemCode[] = ['unauthorized', 'forbidden', 'rate_limited', 'internal', 'unavailable'];

const IDEMPOTENCY_PROBLEMS: readonly ProblemCode[] = [
  'invalid_input',
  'idempotency_in_progress',
  'idempotency_mismatch',
];

/** All that is to say about one operation: its name, who may call it, what it answers. Tells the guard and the document. */
export function Operation(options: OperationOptions): MethodDecorator {
  const { id, summary, description, scope, problems = [] } = options;
  const own = options.idempotent === true ? [...problems, ...IDEMPOTENCY_PROBLEMS] : problems;
  const codes = scope === 'none' ? (['internal'] as const) : [...own, ...ALWAYS];
  return applyDecorators(
    NeedsScope(scope === 'none' ? 'read' : scope),
    NamedOperation(id),
    ApiOperation({
      operationId: id,
      summary,
      ...(description !== undefined && { description }),
      ...(scope === 'none' && { security: [] }),
    }),
    ApiExtension(PROBLEM_CODES_EXTENSION, [...new Set(codes)]),
    ApiExtension('x-scope', scope),
    ...success(options),
    ...(options.idempotent === true ? [SetMetadata(IDEMPOTENT, id), ApiHeader(IDEMPOTENCY_HEADER)] : []),
  );
}

/** What a key needs, for a handler that is no operation of the API. */
export const NeedsScope = (scope: Scope) => SetMetadata(SCOPE, scope);

/** The name of a handler in the audit log; those of other APIs begin with the API's name. */
export const NamedOperation = (id: string) => SetMetadata(OPERATION, id);
export const nameOfOperation = (
  reflector: Reflector,
  handler: ReturnType<ExecutionContext['getHandler']>,
): string | undefined => reflector.get<string | undefined>(OPERATION, handler);

/** What a handler asks of its caller. A handler that says nothing is for administrators. */
export const scopeOf = (reflector: Reflector, handler: ReturnType<ExecutionContext['getHandler']>): Scope =>
  reflector.get<Scope | undefined>(SCOPE, handler) ?? 'admin';

/** The id of an operation that takes an `Idempotency-Key`. */
export const idempotentOperation = (
  reflector: Reflector,
  handler: ReturnType<ExecutionContext['getHandler']>,
): string | undefined => reflector.get<string | undefined>(IDEMPOTENT, handler);

function success({ answers, produces }: OperationOptions): MethodDecorator[] {
  if (produces) {
    const { mimeType, description, ranges = false } = produces;
    const schema = { type: 'string' as const, ...(!mimeType.startsWith('text/') && { format: 'binary' }) };
    const content = { [mimeType]: { schema } };
    const part = { status: 206, description: 'The part that `Range` asks for.', content };
    return [
      HttpCode(200),
      ApiResponse({ status: 200, description, content }),
      ...(ranges ? [ApiHeader(RANGE_HEADER), ApiResponse(part)] : []),
    ];
  }
  if (!answers) return [HttpCode(204), ApiResponse({ status: 204, description: 'Done' })];
  const named = components.get(answers.schema);
  if (!named) throw new Error('An operation answers a named component');
  const schema = { $ref: `#/components/schemas/${named.id}` };
  const status = answers.status ?? 200;
  const accepted = {
    status: 202,
    description: 'Accepted and not finished yet: the same answer, `status` tells how far it is',
    schema,
  };
  return [
    HttpCode(status),
    ApiResponse({ status, description: named.description, schema }),
    ...(answers.orAccepted === true ? [ApiResponse(accepted)] : []),
  ];
}

const RANGE_HEADER = {
  name: 'Range',
  required: false,
  description: 'One part of the bytes.',
  schema: { type: 'string' as const, maxLength: 64, example: 'bytes=0-1023' },
};

const IDEMPOTENCY_HEADER = {
  name: 'Idempotency-Key',
  required: false,
  description:
    'Your name for this request, kept for 7 days: repeating it with the same key gives the stored answer and does nothing twice. Made by the server when absent.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 255, example: '7c1c9f0e-6c0e-4a39-9f3e-0f3c7a9d9a11' },
};
