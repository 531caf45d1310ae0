import { z } from 'zod';
import { ERROR_CODES, type DomainError, type ErrorCode } from '@columba/core';
import { component } from '../openapi/component.js';

/** Codes that only HTTP knows, beside those of the domain. */
export const PROBLEM_CODES = [...ERROR_CODES, 'method_not_allowed'] as const;
export type ProblemCode = ErrorCode | 'method_not_allowed';

export const PROBLEMS: Record<ProblemCode, { status: number; title: string }> = {
  invalid_input: { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'An API key is needed' },
  forbidden: { status: 403, title: 'This is not allowed to this caller' },
  not_allowed: { status: 403, title: 'WhatsApp does not allow this' },
  not_found: { status: 404, title: 'There is no such thing' },
  method_not_allowed: { status: 405, title: 'This path has no such method' },
  conflict: { status: 409, title: 'This does not fit the present state' },
  not_connected: { status: 409, title: 'The session is not connected' },
  idempotency_in_progress: { status: 409, title: 'The first request with this key still runs' },
  cursor_expired: { status: 410, title: 'The events after this cursor are no longer kept' },
  media_expired: { status: 410, title: 'The media is gone at WhatsApp' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'This media type is not taken' },
  idempotency_mismatch: { status: 422, title: 'The key was used with another request' },
  not_on_whatsapp: { status: 422, title: 'This number has no WhatsApp account' },
  rejected: { status: 422, title: 'WhatsApp refused it' },
  media_failed: { status: 422, title: 'The media cannot be loaded or converted' },
  rate_limited: { status: 429, title: 'Too many requests' },
  queue_full: { status: 429, title: 'Too many sends wait in this session' },
  account_limited: { status: 429, title: 'The account may not do this for now' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unsupported: { status: 501, title: "The session's engine cannot do this" },
  engine_error: { status: 502, title: 'WhatsApp answered something unexpected' },
  unavailable: { status: 503, title: 'Columba is starting or stopping' },
  timeout: { status: 504, title: 'WhatsApp did not answer in time' },
  uncertain: { status: 504, title: 'WhatsApp did not answer in time; it may have happened' },
  storage: { status: 507, title: 'The disk or the database refused' },
};

const fieldProblem = component(
  'FieldProblem',
  'One wrong part of a request.',
  z.object({
    pointer: z
      .string()
      .describe('JSON pointer into the body; for a parameter `/` and its name.')
      .meta({ example: '/content/text' }),
    code: z.string().describe('What is wrong, as a word.').meta({ example: 'too_long' }),
    detail: z.string().describe('What is wrong, for a person.'),
  }),
);

export const problemSchema = component(
  'Problem',
  'Every error of this API (RFC 9457). Decide by `code`; the other texts are for people and may change.',
  z.object({
    type: z
      .string()
      .describe('`urn:columba:error:` and the code.')
      .meta({ example: 'urn:columba:error:not_connected' }),
    title: z.string().describe('The kind of problem, for a person.'),
    status: z.int().describe('The HTTP status.').meta({ example: 409 }),
    detail: z.string().describe('This problem, for a person.'),
    instance: z.string().optional().describe('The path that was asked for.'),
    code: z.enum(PROBLEM_CODES).describe('What to decide by.'),
    requestId: z.string().describe('Also in the header `X-Request-Id` and in the log.'),
    session: z.string().optional().describe('The session that was addressed.'),
    errors: z.array(fieldProblem).optional().describe('One entry for each wrong part of the request.'),
    retryAfterSeconds: z.int().optional().describe('When the same request may succeed; also in `Retry-After`.'),
    whatsappCode: z.int().optional().describe("WhatsApp's own number for it."),
    firstAvailableSeq: z.int().optional().describe('For `cursor_expired`: where reading can go on.'),
  }),
);
export type Problem = z.output<typeof problemSchema>;

/** What of the request stands in a problem. */
export interface ProblemPlace {
  requestId: string;
  instance?: string;
  session?: string;
}

/** A domain error as the body of an answer. Its message is safe to show by contract; its cause never is. */
export function toProblem(error: DomainError, place: ProblemPlace): Problem {
  const { fields, retryAfterSeconds, whatsappCode, firstAvailableSeq } = error.details;
  return {
    ...problemOf(error.code, error.message, place),
    ...(fields && { errors: [...fields] }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(whatsappCode !== undefined && { whatsappCode }),
    ...(firstAvailableSeq !== undefined && { firstAvailableSeq }),
  };
}

export function problemOf(code: ProblemCode, detail: string, { requestId, instance, session }: ProblemPlace): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:columba:error:${code}`,
    title,
    status,
    detail,
    ...(instance !== undefined && { instance }),
    code,
    requestId,
    ...(session !== undefined && { session }),
  };
}
