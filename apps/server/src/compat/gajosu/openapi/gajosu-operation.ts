import { applyDecorators, HttpCode, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ApiBody, ApiExtension, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { NamedOperation, NeedsScope } from '../../../common/openapi/operation.js';
import { referenceTo } from './gajosu-components.js';

export interface GajosuOperationOptions {
  /** Unique in this dialect; becomes the name of the method in generated clients. */
  id: string;
  summary: string;
  description?: string;
  /** What a key needs. Reading wants `read`, everything else `send`. */
  scope?: 'read' | 'send';
  /** A component and the status it comes with; without one the answer is 204. */
  answers?: { schema: z.ZodType; status?: 200 | 201; many?: boolean };
  /** A file in place of JSON. */
  downloads?: boolean;
  takes?: { schema: z.ZodType; required?: boolean };
  /** What can go wrong here, beside what can always. */
  errors?: readonly number[];
  /** Answers whether WhatsApp is connected or not. */
  always?: boolean;
}

const ALWAYS = 'columba:gajosu-always';
export const ERROR_STATUSES_EXTENSION = 'x-error-statuses';
const EVERYWHERE = [401, 403, 429, 500];
const WITH_WHATSAPP = [501, 502, 503, 504];
const WITH_BODY = [400, 413, 422];

/** All that is to say about one operation. Tells the guards and the document. */
export function GajosuOperation(options: GajosuOperationOptions): MethodDecorator {
  const { id, summary, description, scope = 'send', takes, errors = [], always = false } = options;
  const statuses = [...EVERYWHERE, ...errors, ...(always ? [] : WITH_WHATSAPP), ...(takes ? WITH_BODY : [])];
  return applyDecorators(
    NeedsScope(scope),
    NamedOperation(`gajosu.${id}`),
    SetMetadata(ALWAYS, always),
    ApiOperation({ operationId: id, summary, ...(description !== undefined && { description }) }),
    ApiExtension(ERROR_STATUSES_EXTENSION, [...new Set(statuses)]),
    ...success(options),
    ...(takes ? [ApiBody({ required: takes.required ?? true, schema: referenceTo(takes.schema) })] : []),
  );
}

export const answersAlways = (reflector: Reflector, handler: ReturnType<ExecutionContext['getHandler']>): boolean =>
  reflector.get<boolean | undefined>(ALWAYS, handler) === true;

function success({ answers, downloads }: GajosuOperationOptions): MethodDecorator[] {
  if (downloads === true) {
    const content = { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } };
    return [HttpCode(200), ApiResponse({ status: 200, description: 'The file, as an attachment', content })];
  }
  if (!answers) return [HttpCode(204), ApiResponse({ status: 204, description: 'Done' })];
  const { status = 200, many = false } = answers;
  const reference = referenceTo(answers.schema);
  const schema = many ? { type: 'array' as const, items: reference } : reference;
  return [HttpCode(status), ApiResponse({ status, description: 'Done', schema })];
}
