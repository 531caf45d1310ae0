import { setImmediate as turn } from 'node:timers/promises';

type Callback = (error?: Error) => void;
type Send = (data: Uint8Array | string, callback?: Callback) => void;

interface Parts {
  /** Brings what was stored to the disk. @throws StorageError */
  secure: () => Promise<void>;
  /** Storage refused: nothing leaves any more, and the connection must end. */
  refused: (error: unknown) => void;
}

/**
 * Lets nothing leave that tells WhatsApp of something which a power cut could still take from us: receipts, acks and
 * messages whose ratchet step has just been stored. All that is written while the disk is
 * busy waits for it together, and leaves in order.
 * @param client the library's client of the WebSocket, connecting already.
 * @returns to be resolved when everything that was written so far has left, or never will.
 */
export function leaveDurably(client: object, { secure, refused }: Parts): () => Promise<void> {
  const raw: unknown = Reflect.get(client, 'socket');
  if (!isWritable(raw)) throw new TypeError("The library's WebSocket is not where it was");
  const write = raw.send.bind(raw);
  let waiting: (Uint8Array | string)[] = [];
  let leaving: Promise<void> | undefined;
  const leave = async (): Promise<void> => {
    const frames = waiting;
    waiting = [];
    try {
      await secure();
    } catch (error) {
      return refused(error);
    }
    for (const frame of frames) write(frame, ENDS_BY_ITSELF);
  };
  const leaveInTurn = async (): Promise<void> => {
    await turn();
    while (waiting.length > 0) await leave();
    leaving = undefined;
  };
  raw.send = (frame, callback) => {
    waiting.push(frame);
    // The library goes on to the next stanza; waiting for the disk with it would make every message wait alone.
    if (callback) queueMicrotask(callback);
    leaving ??= leaveInTurn();
  };
  return () => leaving ?? Promise.resolve();
}

/** A connection that cannot be written to tells so by ending. */
const ENDS_BY_ITSELF = (): void => {};

const isWritable = (value: unknown): value is { send: Send } =>
  typeof value === 'object' && value !== null && 'send' in value && typeof value.send === 'function';
