import { z } from 'zod';
import { component } from '../common/openapi/component.js';

const MESSAGE_ERRORS = [
  'uncertain',
  'expired',
  'account_limited',
  'not_on_whatsapp',
  'rejected',
  'media_failed',
  'cancelled',
  'engine_error',
] as const;
export type MessageErrorCode = (typeof MESSAGE_ERRORS)[number];

export const messageErrorSchema = component(
  'MessageError',
  'Why a message failed, or why it is not known what became of it.',
  z.object({
    code: z.enum(MESSAGE_ERRORS).describe('`uncertain`: handed over and not confirmed, it may have arrived.'),
    detail: z.string().optional(),
    whatsappCode: z.int().optional(),
  }),
);
export type MessageErrorDto = z.output<typeof messageErrorSchema>;

/** A failure as the engine or the outbox told it. A code that the API does not know for messages is `engine_error`. */
export function toMessageErrorDto(error: { code: string; detail?: string; whatsappCode?: number }): MessageErrorDto {
  const code = MESSAGE_ERRORS.find((known) => known === error.code) ?? 'engine_error';
  return { code, detail: error.detail, whatsappCode: error.whatsappCode };
}
