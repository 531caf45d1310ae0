import {
  fact,
  messageDedupe,
  messageFact,
  type Fact,
  type Message,
  type MessageKey,
  type MessageOrigin,
} from '@columba/core';
import { toMessage, toTime } from '../mappers/message.mapper.js';
import type { PageMessage } from '../page/page-scope.js';
import { editFacts, revokeFacts } from './change.facts.js';
import { statusFacts } from './status.facts.js';
import type { Readers, ReadScope } from './reading.js';

const UNREADABLE = 'ciphertext';
const REVOKED = 'revoked';

const originIn =
  ({ context }: ReadScope) =>
  ({ fromMe, chat, id }: MessageKey): MessageOrigin => {
    if (!fromMe) return 'contact';
    return context.sent.get(chat, id) ? 'api' : 'device';
  };

export const messageOf = (page: PageMessage, scope: ReadScope): Message | undefined => toMessage(page, originIn(scope));

/** A message that is there now, however it came to be so. */
export function messageFacts(page: PageMessage, scope: ReadScope): Fact[] {
  if (page.type === REVOKED) return revokeFacts(page, scope);
  const message = messageOf(page, scope);
  if (!message) return [];
  const { late } = scope;
  if (page.type === UNREADABLE) return [undecryptable(message, late)];
  // What we sent ourselves is told when WhatsApp has it.
  if (message.key.fromMe && page.ack < 1) return [];
  return [messageFact(message.key.fromMe ? 'message.sent' : 'message.received', message, late)];
}

/** All that is to be said of a message that nobody may have heard of, or of its last changes. */
export const sweptFacts = (page: PageMessage, scope: ReadScope): Fact[] => [
  ...messageFacts(page, scope),
  ...(page.editedAtMs ? editFacts(page, scope) : []),
  ...(page.key.fromMe ? statusFacts({ message: page, ack: page.ack, t: page.t }, scope) : []),
];

function undecryptable(message: Message, late: boolean): Fact {
  const { key, occurredAt } = message;
  const dedupe = [...messageDedupe(key), 'undecryptable'];
  return fact('message.undecryptable', { message }, dedupe, { occurredAt, late, chat: key.chat });
}

/** It was unreadable, and what it says has come at last. */
function recovered(page: PageMessage, scope: ReadScope): Fact[] {
  if (page.type === REVOKED) return revokeFacts(page, scope);
  const message = messageOf(page, scope);
  if (!message || page.type === UNREADABLE) return [];
  const base = { occurredAt: toTime(page.t), late: scope.late, chat: message.key.chat };
  return [fact('message.recovered', { message }, messageDedupe(message.key), base)];
}

export const MESSAGE_READERS: Readers = {
  message: messageFacts,
  type: recovered,
};
