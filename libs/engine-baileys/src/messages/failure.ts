import { DomainError, EngineError, NotConnectedError, UncertainError } from '@columba/core';
import { statusOf } from '../connection/disconnect.mapper.js';

const CLOSED = 428;
const TIMED_OUT = 408;
const TOO_FAST = 429;

/**
 * What a failed send means. The library refuses at once when the socket is closed, so then nothing has left. A write
 * that was begun and then failed or hung may have arrived.
 */
export function toSendError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (!(error instanceof Error)) return new EngineError('The library failed', { cause: error });
  const status = statusOf(error);
  if (status === CLOSED || error.message.startsWith('WebSocket Error'))
    return new NotConnectedError('The connection to WhatsApp was lost', { cause: error });
  if (answeredCode(error) === TOO_FAST)
    return new DomainError('rate_limited', 'WhatsApp says that we ask too fast', {
      cause: error,
      whatsappCode: TOO_FAST,
    });
  if (status === TIMED_OUT || isWriteError(error))
    return new UncertainError('The connection broke while the message was written', { cause: error });
  return new EngineError('The library could not make the message', { cause: error });
}

/** An error of the system or of the WebSocket itself; the library's own carry a number. */
const isWriteError = (error: Error): boolean =>
  statusOf(error) === undefined &&
  (('syscall' in error && error.syscall === 'write') || /not open/.test(error.message));

/** The number in WhatsApp's refusal of a question; the library keeps it as the error's data. */
const answeredCode = (error: Error): unknown => ('data' in error ? error.data : undefined);
