import { fact, FOR_EVER, type Chat, type Fact } from '@columba/core';
import { toChat } from '../mappers/person.mapper.js';
import type { ChatEntry } from '../page/facets/chats.page.js';
import type { PagePerson } from '../page/page-scope.js';
import type { Readers, ReadScope } from './reading.js';

/** Negative: WhatsApp's "always". */
export function mutedUntil(seconds: number): Date | null {
  if (seconds === 0) return null;
  return seconds < 0 ? FOR_EVER : new Date(seconds * 1000);
}

function updated({ chat, archived, pinned, muted, markedUnread, disappearing, cleared }: ChatEntry, scope: ReadScope) {
  const id = toChat(chat);
  if (!id) return [];
  const change: Partial<Chat> = {
    ...(archived === undefined ? {} : { archived }),
    ...(pinned === undefined ? {} : { pinned }),
    ...(muted === undefined ? {} : { mutedUntil: mutedUntil(muted) }),
    ...(markedUnread === undefined ? {} : { markedUnread }),
    ...(disappearing === undefined ? {} : { disappearingSeconds: disappearing }),
  };
  const changed = [...Object.keys(change), ...(cleared ? ['messages'] : [])];
  const base = { occurredAt: scope.context.clock.now(), late: scope.late, chat: id };
  return [fact('chat.updated', { chat: { ...change, id }, changed }, ['chat', id, scope.serial], base)];
}

function removed({ chat }: { chat: PagePerson }, scope: ReadScope): Fact[] {
  const id = toChat(chat);
  if (!id) return [];
  const base = { occurredAt: scope.context.clock.now(), late: scope.late, chat: id };
  return [fact('chat.removed', { chat: id }, ['chat', id, scope.serial], base)];
}

export const CHAT_READERS: Readers = { chat: updated, chatGone: removed };
