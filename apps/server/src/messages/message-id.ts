import { createHmac } from 'node:crypto';
import { parseMessageId, type MessageId } from '@columba/core';

/**
 * The WhatsApp id of a send. It follows from the caller's own key, so that every retry in every layer, even after the
 * row of the send was lost, carries the same id and the recipient never shows two.
 * @param generation how often the key was used before and forgotten since
 */
export function sendId(installKey: Uint8Array, session: string, scope: string, key: string, generation = 0): MessageId {
  // Lengths first: no two lists may read as the same text.
  const parts = [session, scope, key, ...(generation > 0 ? [`${generation}`] : [])]
    .map((part) => `${Buffer.byteLength(part)}:${part}`)
    .join('');
  const digest = createHmac('sha256', installKey).update(parts).digest('hex');
  return parseMessageId(`3EB0${digest.slice(0, 18).toUpperCase()}`);
}
