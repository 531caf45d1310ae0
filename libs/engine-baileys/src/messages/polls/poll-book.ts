import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import type { Jid, KeyStore, MessageId, SentStore } from '@columba/core';
import type { LidBook } from '../../people/lid-book.js';
import { readPoll } from '../content/poll.content.js';

export interface Poll {
  /** Key to the votes. */
  secret: Uint8Array;
  options: string[];
  /** 0 = any number. */
  selectableCount: number;
}

const TYPE = 'poll';

/** The polls that this device knows, with the keys to their votes: own ones as sent, others as they came. */
export class PollBook {
  constructor(
    private readonly keys: KeyStore,
    private readonly sent: SentStore,
    private readonly book: LidBook,
  ) {}

  /** Does nothing when the message is no poll. The first poll of an id stays, whatever comes under it later. */
  remember(chat: Jid, id: MessageId, message: proto.IMessage): void {
    if (!pollIn(message)) return;
    const entry = entryOf(chat, id);
    if (this.keys.get(TYPE, [entry]).has(entry)) return;
    this.keys.set([{ type: TYPE, id: entry, value: proto.Message.encode(message).finish() }]);
  }

  async find(chat: Jid, id: MessageId): Promise<Poll | undefined> {
    const own = this.sent.get(chat, id);
    if (own) return pollIn(proto.Message.decode(own));
    const other = await this.book.other(chat);
    const entries = [chat, ...(other ? [other] : [])].map((jid) => entryOf(jid, id));
    const [bytes] = this.keys.get(TYPE, entries).values();
    return bytes && pollIn(proto.Message.decode(bytes));
  }
}

const entryOf = (chat: Jid, id: MessageId): string => `${chat} ${id}`;

function pollIn(message: proto.IMessage): Poll | undefined {
  const inner = normalizeMessageContent(message);
  const created =
    inner?.pollCreationMessage ??
    inner?.pollCreationMessageV2 ??
    inner?.pollCreationMessageV3 ??
    inner?.pollCreationMessageV5;
  const secret = message.messageContextInfo?.messageSecret ?? inner?.messageContextInfo?.messageSecret;
  if (!created || !secret?.length) return undefined;
  const { options, selectableCount } = readPoll(created);
  return { secret, options, selectableCount };
}
