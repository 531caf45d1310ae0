import { proto } from '@whiskeysockets/baileys';
import { NotFoundError, type MessageKey, type Original, type OriginalStore, type SentStore } from '@columba/core';

/** The account's messages word for word: own ones as they were sent, all others as they came. */
export class OriginalBook {
  constructor(
    private readonly originals: OriginalStore,
    private readonly sent: SentStore,
  ) {}

  /** @throws NotFoundError for messages that this account does not have */
  assertKnown({ chat, id }: MessageKey): void {
    if (!this.sent.get(chat, id) && !this.originals.has(chat, id)) throw new NotFoundError('There is no such message');
  }

  /** Whether something is kept of it, be it that it was revoked. */
  has({ chat, id }: Pick<MessageKey, 'chat' | 'id'>): boolean {
    return this.originals.get(chat, id) !== undefined;
  }

  keep(original: Original): void {
    this.originals.keep(original);
  }

  /** `undefined` where it was revoked, or is too old to be kept. */
  find({ chat, id }: Pick<MessageKey, 'chat' | 'id'>): proto.Message | undefined {
    const bytes = this.originals.get(chat, id) ?? this.sent.get(chat, id);
    return bytes?.length ? proto.Message.decode(bytes) : undefined;
  }
}

export const originalOf = (message: proto.IMessage, { chat, id }: Pick<MessageKey, 'chat' | 'id'>): Original => ({
  chat,
  id,
  bytes: proto.Message.encode(message).finish(),
});
