import type { SocketConfig } from '@whiskeysockets/baileys';
import type { Logger } from '@columba/core';

type LibraryLogger = SocketConfig['logger'];

/**
 * The library's logger on top of ours. Only its fixed sentences get through: the objects it logs hold stanzas, keys and
 * message text, and digits in a sentence may be a phone number.
 */
export function libraryLogger(logger: Logger): LibraryLogger {
  const say = (fields: unknown, text?: string) =>
    logger.debug(withoutNumbers(text ?? (typeof fields === 'string' ? fields : 'The library logged something')), {
      failure: failureIn(fields),
    });
  const made: LibraryLogger = {
    level: 'warn',
    child: () => made,
    trace: quiet,
    debug: quiet,
    info: quiet,
    warn: say,
    error: say,
  };
  return made;
}

const quiet = (): void => {};
const withoutNumbers = (text: string): string => text.replace(/\d{5,}/g, '…');

/** The kind of error among the logged fields, without its text. */
function failureIn(fields: unknown): string | undefined {
  if (typeof fields !== 'object' || fields === null) return undefined;
  const error = Object.values(fields).find((value) => value instanceof Error);
  return error instanceof Error ? error.name : undefined;
}
