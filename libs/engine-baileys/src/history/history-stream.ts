import { proto } from '@whiskeysockets/baileys';
import { ByteQueue } from './byte-queue.js';

/** One entry of the phone's history, in the order in which it stands there. */
export type HistoryEntry =
  | { kind: 'message'; message: proto.IWebMessageInfo }
  /** A chat without its messages; it follows them. */
  | { kind: 'chat'; chat: proto.IConversation }
  | { kind: 'name'; name: proto.IPushname }
  | { kind: 'identity'; identity: proto.IPhoneNumberToLIDMapping };

/** Field numbers of `HistorySync` and `Conversation` in the protocol's own definition. */
const FIELD = { conversations: 2, statuses: 3, names: 7, identities: 15 } as const;
const CHAT_FIELD = { messages: 2 } as const;

/** How a protobuf value stands on the wire. */
const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** A single message larger than this is no message. */
const LARGEST_ENTRY = 4 * 1024 * 1024;
/** All that is said about one chat beside its messages. */
const LARGEST_CHAT = 1024 * 1024;

/**
 * Reads a `HistorySync` while it comes in. A phone's history decoded at once takes hundreds of megabytes; here one
 * message is in memory at a time.
 * @throws Error when it is cut off or is no history.
 */
export async function* historyEntries(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<HistoryEntry> {
  const queue = new ByteQueue(chunks[Symbol.asyncIterator]());
  for (let tag = await queue.varint(); tag !== undefined; tag = await queue.varint()) {
    const [field, wire] = [tag >>> 3, tag & 7];
    if (wire !== WIRE.bytes) await scalar(queue, wire);
    else {
      const length = await lengthOf(queue);
      if (field === FIELD.conversations) yield* conversation(queue, length);
      else if (field === FIELD.statuses)
        yield { kind: 'message', message: proto.WebMessageInfo.decode(await entry(queue, length)) };
      else if (field === FIELD.names) yield { kind: 'name', name: proto.Pushname.decode(await entry(queue, length)) };
      else if (field === FIELD.identities)
        yield { kind: 'identity', identity: proto.PhoneNumberToLIDMapping.decode(await entry(queue, length)) };
      else await queue.skip(length);
    }
  }
}

async function* conversation(queue: ByteQueue, length: number): AsyncGenerator<HistoryEntry> {
  const end = queue.position + length;
  const rest = new Leftovers();
  while (queue.position < end) {
    const tag = (await queue.varint()) ?? 0;
    const [field, wire] = [tag >>> 3, tag & 7];
    if (wire !== WIRE.bytes) rest.add(tag, await scalar(queue, wire));
    else {
      const size = await lengthOf(queue);
      if (field === CHAT_FIELD.messages) {
        const { message } = proto.HistorySyncMsg.decode(await entry(queue, size));
        if (message) yield { kind: 'message', message };
      } else if (rest.size + size > LARGEST_CHAT) await queue.skip(size);
      else rest.addBytes(tag, await queue.take(size));
    }
  }
  yield { kind: 'chat', chat: proto.Conversation.decode(rest.bytes()) };
}

/** The value of a field that is no string of bytes, as it stands on the wire. */
async function scalar(queue: ByteQueue, wire: number): Promise<Uint8Array> {
  if (wire === WIRE.fixed32) return queue.take(4);
  if (wire === WIRE.fixed64) return queue.take(8);
  if (wire !== WIRE.varint) throw new Error('This is no history');
  const bytes: number[] = [];
  for (;;) {
    const [byte = 0] = await queue.take(1);
    bytes.push(byte);
    if (byte < 0x80) return Uint8Array.from(bytes);
  }
}

async function lengthOf(queue: ByteQueue): Promise<number> {
  const length = await queue.varint();
  if (length === undefined) throw new Error('The history ends too early');
  return length;
}

async function entry(queue: ByteQueue, length: number): Promise<Uint8Array> {
  if (length > LARGEST_ENTRY) throw new Error('An entry of the history is too large');
  return queue.take(length);
}

/** The fields of a chat that are small, put together again so that the library's decoder can read them. */
class Leftovers {
  size = 0;
  private readonly parts: Uint8Array[] = [];

  add(tag: number, value: Uint8Array): void {
    this.push(varint(tag), value);
  }

  addBytes(tag: number, value: Uint8Array): void {
    this.push(varint(tag), varint(value.length), value);
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.parts);
  }

  private push(...parts: Uint8Array[]): void {
    this.parts.push(...parts);
    for (const { length } of parts) this.size += length;
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  return Uint8Array.from([...bytes, left]);
}
