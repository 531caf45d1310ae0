import type { BinaryNode } from '@whiskeysockets/baileys';
import { fact, isPerson, type Fact, type PresenceState } from '@columba/core';
import { childrenOf } from '../journal/stanza.js';
import type { LidBook } from '../people/lid-book.js';
import { known } from '../people/parties.js';
import { toJid } from '../people/person.mapper.js';

export interface PresenceScope {
  book: LidBook;
  now: Date;
  /** Tells this news from an equal one. */
  serial: string;
}

/** Whether somebody is online, from `<presence>`, or types, from `<chatstate>`. WhatsApp never repeats these. */
export async function presenceFacts(node: BinaryNode, { book, now, serial }: PresenceScope): Promise<Fact[]> {
  const { from, participant, last } = node.attrs;
  const chat = toJid(from);
  const person = await known([participant ?? from], book);
  const presence = presenceOf(node);
  if (!chat || !person || !presence) return [];
  const shown = isPerson(chat) ? person.id : chat;
  const seconds = Number(last);
  const lastSeen = presence === 'unavailable' && seconds > 0 ? { lastSeenAt: new Date(seconds * 1000) } : {};
  const data = { chat: shown, participant: person, presence, ...lastSeen };
  return [fact('presence.changed', data, ['presence', serial], { occurredAt: now, chat: shown })];
}

function presenceOf(node: BinaryNode): PresenceState | undefined {
  if (node.tag === 'presence') return node.attrs.type === 'unavailable' ? 'unavailable' : 'available';
  const [state] = childrenOf(node);
  if (state?.tag === 'composing') return state.attrs.media === 'audio' ? 'recording' : 'composing';
  return state?.tag === 'paused' ? 'paused' : undefined;
}
