import { DomainError, NotConnectedError } from '@columba/core';
import type { SocketLife } from '../connection/socket-life.js';
import { childOf } from '../journal/stanza.js';

const TOO_MANY = '429';

/**
 * Asks WhatsApp for a code that the owner of the number types on the phone. The library does not wait for the answer,
 * without which the code is worth nothing.
 * @param phone digits with country code.
 * @throws DomainError `rate_limited`, `rejected`; NotConnectedError when the connection is lost meanwhile.
 */
export async function askForCode(life: SocketLife, phone: string): Promise<string> {
  const answered = answerTo(life);
  try {
    const [code] = await Promise.all([life.socket.requestPairingCode(phone), answered]);
    return code;
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new NotConnectedError('The connection to WhatsApp was lost', { cause: error });
  }
}

function answerTo(life: SocketLife): Promise<void> {
  return new Promise((resolve, reject) => {
    life.on('CB:iq,,link_code_companion_reg', () => resolve());
    life.on('CB:iq,type:error', (node) => reject(refusal(childOf(node, 'error')?.attrs.code)));
    void life.ended.then(() => reject(new NotConnectedError('The connection to WhatsApp was lost')));
  });
}

function refusal(code: string | undefined): DomainError {
  const details = code === undefined ? {} : { whatsappCode: Number(code) };
  return code === TOO_MANY
    ? new DomainError('rate_limited', 'Too many codes were asked for', details)
    : new DomainError('rejected', 'WhatsApp gives no code for this number', details);
}
