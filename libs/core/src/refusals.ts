import type { ErrorCode } from './errors.js';

/** WhatsApp's numbers for a message that it does not take; every other one is a plain refusal. */
const REFUSALS: Readonly<Record<number, ErrorCode>> = {
  403: 'not_allowed',
  404: 'not_on_whatsapp',
  420: 'not_allowed',
  429: 'rate_limited',
  463: 'account_limited',
};

/** What WhatsApp's number in the answer to a message means; the same by every engine. */
export const refusalOf = (whatsappCode: number): ErrorCode => REFUSALS[whatsappCode] ?? 'rejected';
