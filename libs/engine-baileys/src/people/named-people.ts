import type { Message } from '@columba/core';
import type { LidBook } from './lid-book.js';
import { isMe, known, type Me } from './parties.js';

/**
 * Inside a message people are named by one address only. Where their other one is known they become the same person
 * as everywhere else.
 */
export async function withNamedPeople(message: Message, book: LidBook, me: Me): Promise<Message> {
  const whole = (jid: string) => known(isMe(jid, me) ? [me.id, me.lid] : [jid], book);
  const named = await Promise.all(message.mentions.map(async (person) => (await whole(person.id)) ?? person));
  const result: Message = { ...message, mentions: named };
  const author = message.quoted?.participant && (await whole(message.quoted.participant));
  if (message.quoted && author) result.quoted = { ...message.quoted, participant: author.id };
  return result;
}
