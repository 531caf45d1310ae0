import { statusOf } from './connection/disconnect.mapper.js';

/** WhatsApp's own code is in the error's data; where it is missing the library gives a number of its own. */
export function refusalCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'data' in error && typeof error.data === 'number' ? error.data : statusOf(error);
}
