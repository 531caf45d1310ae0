import { failpoint, failpointsArmed } from '@columba/core';

type Send = (data: Uint8Array | string, callback?: (error?: Error) => void) => void;

/**
 * Makes the writing of a receipt or ack a place for faults. What is written is encrypted, so the first frame after a
 * stanza was stored counts as its answer. Costs nothing while no fault is ordered.
 * @param client the library's client of the WebSocket, connecting already.
 * @returns to be told of each stanza that was stored.
 */
export function receiptFailpoints(client: object): () => void {
  const raw: unknown = failpointsArmed() ? Reflect.get(client, 'socket') : undefined;
  if (!isWritable(raw)) return () => {};
  let due = 0;
  const send = raw.send.bind(raw);
  raw.send = (data, callback) => {
    if (due === 0) return send(data, callback);
    due -= 1;
    failpoint('in.receipt.before');
    return send(data, (error) => {
      failpoint('in.receipt.after');
      callback?.(error);
    });
  };
  return () => {
    due += 1;
  };
}

const isWritable = (value: unknown): value is { send: Send } =>
  typeof value === 'object' && value !== null && 'send' in value && typeof value.send === 'function';
