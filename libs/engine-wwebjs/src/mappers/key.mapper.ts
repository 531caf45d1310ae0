import type { Jid, MessageId, MessageKey } from '@columba/core';
import type { KeyQuery, PageKey } from '../page/page-scope.js';
import type { AddressBook } from './address-book.js';
import { toChat, toPerson } from './person.mapper.js';

/** @returns `undefined` when the page names no chat that we could write down */
export function toKey({ chat, id, fromMe, participant }: PageKey): MessageKey | undefined {
  const jid = toChat(chat);
  if (!jid) return undefined;
  const key: MessageKey = { chat: jid, id: id as MessageId, fromMe };
  const sender = participant && toPerson(participant);
  // In a chat of two the other one is the sender; pages of groups name everybody.
  if (sender && !toPerson(chat)) key.participant = sender.id;
  return key;
}

/** A message for the page, which may know its people by either address. */
export const fromKey = ({ chat, id, fromMe, participant }: MessageKey, book: AddressBook): KeyQuery => ({
  chats: book.spellings(chat),
  id,
  fromMe,
  participants: [...(participant ? book.spellings(participant) : []), ...(fromMe ? book.ownSpellings() : [])],
});

export const chatsOf = (chat: Jid, book: AddressBook): string[] => book.spellings(chat);
