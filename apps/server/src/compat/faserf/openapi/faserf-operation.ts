import { applyDecorators, HttpCode, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ApiBody, ApiExtension, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { Scope } from '../../../auth/caller.js';
import { NamedOperation, NeedsScope } from '../../../common/openapi/operation.js';
import { referenceTo } from './faserf-components.js';

export interface FaserfOperationOptions {
  /** Unique in this dialect; becomes the name of the method in generated clients. */
  id: string;
  summary: string;
  description?: string;
  /** What a key needs; `send` unless said otherwise. */
  scope?: Scope;
  answers: { schema: z.ZodType; many?: boolean };
  takes?: { schema: z.ZodObject; required?: boolean };
  /** The fields come in the address, not in a body. */
  inQuery?: boolean;
  /** What can go wrong here, beside what can always. */
  errors?: readonly number[];
  /** Answers whether WhatsApp is connected or not. */
  always?: boolean;
  /** Needs no key. */
  open?: boolean;
}

const ALWAYS = 'columba:faserf-always';
export const ERROR_STATUSES_EXTENSION = 'x-error-statuses';
/** 400: also for what cannot be the id of a session. */
const EVERYWHERE = [400, 401, 403, 429, 500];
const WITH_WHATSAPP = [501, 503];
const WITH_BODY = [413];

/** All that is to say about one operation. Tells the guards and the document. Success is 200, always. */
export function FaserfOperation(options: FaserfOperationOptions): MethodDecorator {
  const { id, summary, description, scope = 'send', answers, takes, inQuery = false, open = false } = options;
  const isAlways = options.always ?? open;
  const statuses = [
    ...(open ? [500] : EVERYWHERE),
    ...(options.errors ?? []),
    ...(isAlways ? [] : WITH_WHATSAPP),
    ...(takes && !inQuery ? WITH_BODY : []),
  ];
  const reference = referenceTo(answers.schema);
  const schema = answers.many === true ? { type: 'array' as const, items: reference } : reference;
  return applyDecorators(
    NeedsScope(scope),
    NamedOperation(`faserf.${id}`),
    SetMetadata(ALWAYS, isAlways),
    HttpCode(200),
    ApiOperation({
      operationId: id,
      summary,
      ...(description !== undefined && { description }),
      ...(open && { security: [] }),
    }),
    ApiExtension(ERROR_STATUSES_EXTENSION, [...new Set(statuses)]),
    ApiResponse({ status: 200, description: 'Done', schema }),
    ...(open ? [] : [ApiQuery(SESSION_ID)]),
    ...(takes ? requestOf(takes, inQuery) : []),
  );
}

/** A file in place of JSON. */
export function FaserfDownload({ id, summary }: { id: string; summary: string }): MethodDecorator {
  const content = { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } };
  return applyDecorators(
    NeedsScope('read'),
    SetMetadata(ALWAYS, true),
    HttpCode(200),
    ApiOperation({ operationId: id, summary }),
    ApiExtension(ERROR_STATUSES_EXTENSION, [...EVERYWHERE, 404, 503]),
    ApiResponse({ status: 200, description: 'The file, as an attachment', content }),
  );
}

export const answersAlways = (reflector: Reflector, handler: ReturnType<ExecutionContext['getHandler']>): boolean =>
  reflector.get<boolean | undefined>(ALWAYS, handler) === true;

function requestOf({ schema, required = true }: { schema: z.ZodObject; required?: boolean }, inQuery: boolean) {
  if (!inQuery) return [ApiBody({ required, schema: referenceTo(schema) })];
  const { properties = {} } = z.toJSONSchema(schema) as { properties?: Record<string, { description?: string }> };
  return Object.entries(properties).map(([name, { description = 'See the request body.', ...parameter }]) =>
    ApiQuery({ name, required: false, description, schema: parameter }),
  );
}

const SESSION_ID = {
  name: 'session_id',
  required: false,
  description: 'The session; may also stand in the body, or in the header `x-session-id`.',
  schema: { type: 'string' as const, default: 'default' },
};
