import { DomainError, NotFoundError, fact, type MediaPort, type MessageKey } from '../../src/index.js';
import type { FakeActor } from './fake-gate.js';
import { keyFor } from './fake-message.js';
import type { FakeMessage } from './fake-conversation.js';
import type { FakeWorldState } from './fake-world-state.js';

const CHUNK_BYTES = 16 * 1024;

export class FakeMedia implements MediaPort {
  constructor(
    private readonly actor: FakeActor,
    private readonly world: FakeWorldState,
  ) {}

  async download(key: MessageKey): Promise<AsyncIterable<Uint8Array>> {
    const me = this.actor.act('media.download', 'media.download', [key]);
    const message = this.world.message(me, key);
    if (message.mediaExpired) throw new DomainError('media_expired', 'WhatsApp no longer has this file');
    const bytes = bytesOf(message);
    return me.mediaTrouble === 'damaged' || me.mediaTrouble === 'endless' ? another(bytes) : chunks(bytes);
  }

  async refetch(key: MessageKey): Promise<void> {
    const me = this.actor.act('media.refetch', 'media.refetch', [key]);
    const message = this.world.message(me, key);
    bytesOf(message);
    message.mediaExpired = false;
    const { content, id } = message;
    if (!('media' in content)) throw new NotFoundError('This message has no media');
    const { chat } = keyFor(message, me);
    const told = fact(
      'media.changed',
      { messageId: id, chat, media: content.media },
      ['media', id, String(this.world.serial())],
      {
        occurredAt: this.world.clock.now(),
        chat,
      },
    );
    this.world.office.post(() => me.tell(told));
  }
}

function bytesOf(message: FakeMessage): Uint8Array {
  if (!message.bytes) throw new NotFoundError('This message has no media');
  return message.bytes;
}

async function* another(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes.subarray(0, CHUNK_BYTES);
  throw new DomainError('media_failed', 'The file is not the one that was sent');
}

async function* chunks(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.slice(at, at + CHUNK_BYTES);
}
