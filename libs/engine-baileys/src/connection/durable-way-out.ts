type Callback = (error?: Error) => void;
type Send = (data: Uint8Array | string, callback?: Callback) => void;

interface Parts {
  /** Brings what was stored to the disk. @throws StorageError */
  secure: () => void;
  /** Storage refused: nothing leaves any more, and the connection must end. */
  refused: (error: unknown) => void;
}

/**
 * Lets nothing leave that tells WhatsApp of something which a power cut could still take from us: receipts, acks and
 * messages whose ratchet step has just been stored. All that is written in one turn of the event loop waits for the disk
 * once, and leaves in order.
 * @param client the library's client of the WebSocket, connecting already.
 */
export function leaveDurably(client: object, { secure, refused }: Parts): void {
  const raw: unknown = Reflect.get(client, 'socket');
  if (!isWritable(raw)) throw new TypeError("The library's WebSocket is not where it was");
  const write = raw.send.bind(raw);
  let waiting: { data: Uint8Array | string; callback: Callback | undefined }[] = [];
  const leave = (): void => {
    const frames = waiting;
    waiting = [];
    try {
      secure();
    } catch (error) {
      refused(error);
      for (const { callback } of frames) callback?.(new Error('Storage refused a write', { cause: error }));
      return;
    }
    for (const { data, callback } of frames) write(data, callback);
  };
  raw.send = (data, callback) => {
    waiting.push({ data, callback });
    if (waiting.length === 1) setImmediate(leave);
  };
}

const isWritable = (value: unknown): value is { send: Send } =>
  typeof value === 'object' && value !== null && 'send' in value && typeof value.send === 'function';
