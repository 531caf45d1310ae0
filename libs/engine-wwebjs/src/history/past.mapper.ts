import { isGroup, type HistoryBatch, type HistoryReaction, type Jid, type Message } from '@columba/core';
import { mutedUntil } from '../facts/chat.facts.js';
import { messageOf } from '../facts/message.facts.js';
import type { ReadScope } from '../facts/reading.js';
import { toKey } from '../mappers/key.mapper.js';
import { toStatus, toTime } from '../mappers/message.mapper.js';
import { toChat, toPerson } from '../mappers/person.mapper.js';
import type { PastChat, PastContact, PastOfChat } from '../page/facets/history.page.js';
import type { PageMessage, PagePerson, ReactionEntry } from '../page/page-scope.js';

/** What says nothing any more, or nothing yet. */
const EMPTY = ['ciphertext', 'revoked'];

export function batchOfChat({ chat, messages, reactions }: PastOfChat, scope: ReadScope): HistoryBatch {
  const told = chatOf(chat);
  return {
    chats: told ? [told] : [],
    contacts: [],
    messages: messages.flatMap((message) => pastMessage(message, scope)),
    reactions: reactions.flatMap(pastReaction),
    identities: [chat.chat, ...messages.map(({ from }) => from)].flatMap(identityOf),
  };
}

export const batchOfContacts = (contacts: readonly PastContact[]): HistoryBatch => ({
  chats: [],
  contacts: contacts.flatMap(({ person, ...names }) => {
    const known = toPerson(person);
    return known ? [{ ...known, ...names }] : [];
  }),
  messages: [],
  reactions: [],
  identities: contacts.flatMap(({ person }) => identityOf(person)),
});

function chatOf(past: PastChat): HistoryBatch['chats'][number] | undefined {
  const id = toChat(past.chat);
  if (!id) return undefined;
  return {
    id,
    kind: isGroup(id) ? 'group' : 'person',
    ...(past.name ? { name: past.name } : {}),
    unreadCount: Math.max(0, past.unread),
    markedUnread: past.unread < 0,
    archived: past.archived,
    pinned: past.pinned,
    mutedUntil: mutedUntil(past.muted),
    disappearingSeconds: past.disappearing,
    readOnly: past.readOnly,
    ...(past.t > 0 ? { lastActivityAt: toTime(past.t) } : {}),
  };
}

function pastMessage(page: PageMessage, scope: ReadScope): Message[] {
  const message = EMPTY.includes(page.type) ? undefined : messageOf(page, scope);
  if (!message) return [];
  const status = message.key.fromMe ? toStatus(page.ack) : undefined;
  return [{ ...message, ...(status ? { status } : {}) }];
}

function pastReaction({ target, by: who, emoji, atMs }: ReactionEntry): HistoryReaction[] {
  const [key, by] = [toKey(target), toPerson(who)];
  return key && by && emoji ? [{ target: key, by, emoji, reactedAt: new Date(atMs) }] : [];
}

function identityOf(page: PagePerson): { phone: Jid; lid: Jid }[] {
  const person = toPerson(page);
  return person?.phone && person.lid ? [{ phone: person.id, lid: person.lid }] : [];
}
