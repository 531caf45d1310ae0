import { toNumber, type proto } from '@whiskeysockets/baileys';
import {
  FOR_EVER,
  jidKind,
  type ChatKind,
  type HistoryBatch,
  type HistoryReaction,
  type Jid,
  type Message,
  type MessageId,
  type MessageStatus,
} from '@columba/core';
import type { MediaBook } from '../media/media-book.js';
import { toMessage } from '../messages/message.mapper.js';
import { copiedParties } from '../people/copied-parties.js';
import type { LidBook } from '../people/lid-book.js';
import { withNamedPeople } from '../people/named-people.js';
import { known, type Me, type Parties } from '../people/parties.js';
import { toJid } from '../people/person.mapper.js';

/** By WhatsApp's own numbers, 0 to 5. */
const STATUSES: readonly MessageStatus[] = ['failed', 'pending', 'sent', 'delivered', 'read', 'played'];

const CHAT_KINDS: Partial<Record<ReturnType<typeof jidKind>, ChatKind>> = {
  group: 'group',
  channel: 'channel',
  broadcast: 'broadcast',
  status: 'status',
};

/** Translates what the phone keeps, with every person under the address that is used everywhere else. */
export class HistoryMapper {
  constructor(
    private readonly book: LidBook,
    private readonly me: Me,
    private readonly media: Pick<MediaBook, 'remember'>,
  ) {}

  async message(copy: proto.IWebMessageInfo): Promise<Pick<HistoryBatch, 'messages' | 'reactions'>> {
    const parties = await copiedParties(copy, this.book, this.me);
    if (!parties) return { messages: [], reactions: [] };
    const id = copy.key?.id as MessageId;
    const occurredAt = new Date(toNumber(copy.messageTimestamp) * 1000);
    const origin = parties.fromMe ? 'device' : 'contact';
    const read = toMessage({ id, parties, occurredAt, origin, proto: copy.message });
    if (!read) return { messages: [], reactions: [] };
    if (copy.message) this.media.remember(read.key.chat, id, copy.message);
    const message = await withNamedPeople(read, this.book, this.me);
    return { messages: [complete(message, copy)], reactions: await this.reactions(message, copy, parties) };
  }

  async chat(chat: proto.IConversation): Promise<HistoryBatch['chats'][number] | undefined> {
    const jid = toJid(chat.id);
    if (!jid) return undefined;
    const person = await known([chat.id ?? undefined, chat.pnJid ?? undefined, chat.lidJid ?? undefined], this.book);
    const name = chat.displayName ?? chat.name ?? undefined;
    const active = toNumber(chat.conversationTimestamp ?? chat.lastMsgTimestamp);
    return {
      id: person?.id ?? jid,
      kind: CHAT_KINDS[jidKind(jid)] ?? 'person',
      ...(name ? { name } : {}),
      unreadCount: chat.unreadCount ?? 0,
      markedUnread: chat.markedAsUnread ?? false,
      archived: chat.archived ?? false,
      pinned: (chat.pinned ?? 0) > 0,
      mutedUntil: mutedUntil(toNumber(chat.muteEndTime)),
      disappearingSeconds: chat.ephemeralExpiration ?? 0,
      readOnly: chat.readOnly ?? false,
      ...(active ? { lastActivityAt: new Date(active * 1000) } : {}),
    };
  }

  async name({ id, pushname }: proto.IPushname): Promise<HistoryBatch['contacts'][number] | undefined> {
    const person = await known([id ?? undefined], this.book);
    return person && pushname ? { ...person, pushName: pushname } : undefined;
  }

  identity({ pnJid, lidJid }: proto.IPhoneNumberToLIDMapping): { phone: Jid; lid: Jid } | undefined {
    const [phone, lid] = [toJid(pnJid), toJid(lidJid)];
    return phone && lid ? { phone, lid } : undefined;
  }

  private reactions(message: Message, copy: proto.IWebMessageInfo, parties: Parties): Promise<HistoryReaction[]> {
    const given = (copy.reactions ?? []).filter(({ text }) => text);
    return Promise.all(
      given.map(async ({ key, text, senderTimestampMs }) => {
        const author = key?.participant ?? (parties.many ? undefined : parties.partner?.id);
        const by = await known(key?.fromMe ? [this.me.id, this.me.lid] : [author ?? undefined], this.book);
        const at = toNumber(senderTimestampMs);
        return {
          target: message.key,
          by: by ?? message.from,
          emoji: text ?? '',
          ...(at ? { reactedAt: new Date(at) } : {}),
        };
      }),
    );
  }
}

function complete(message: Message, { status, starred }: proto.IWebMessageInfo): Message {
  const known = message.key.fromMe && status !== null && status !== undefined ? STATUSES[status] : undefined;
  return { ...message, starred: starred ?? false, ...(known ? { status: known } : {}) };
}

/** Seconds in old phones, milliseconds in new ones; negative: for ever. */
function mutedUntil(end: number): Date | null {
  if (!end) return null;
  if (end < 0) return FOR_EVER;
  return new Date(end < 1e11 ? end * 1000 : end);
}
