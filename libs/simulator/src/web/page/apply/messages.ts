import type { MessageFact } from '../../facts.js';
import { MsgKey } from '../ids/msg-key.js';
import { MessageModel } from '../models/message.js';
import type { Page } from '../page.js';

const SEALED = 'ciphertext';

/** Takes a message into its chat; the one that is there when it is known. @param isNew whether it just happened */
export function takeMessage(page: Page, fact: MessageFact, isNew: boolean): MessageModel {
  if (fact.sender) page.people.learn(fact.sender);
  for (const person of fact.named ?? []) page.people.learn(person);
  const known = page.store.messages.get(MsgKey.fromFact(fact.key));
  if (known?.type === SEALED && fact.fields.type !== SEALED) known.set(MessageModel.fromFact(fact, isNew).opened());
  return known ?? addMessage(page, MessageModel.fromFact(fact, isNew), isNew);
}

/** Puts a message into the page, and tells so. */
export function addMessage({ store }: Page, message: MessageModel, isNew: boolean): MessageModel {
  const chat = store.chat(message.id.remote);
  message.collection = store.messages;
  chat.msgs.add(message, { silent: true });
  chat.adopt({ lastReceivedKey: message.id, t: Math.max(chat.t, message.t) });
  if (typeof message.ephemeralSettingSeconds === 'number') {
    const ephemeralDuration = message.ephemeralSettingSeconds;
    if (isNew) chat.set({ ephemeralDuration });
    else chat.adopt({ ephemeralDuration });
  }
  store.messages.add(message, { silent: !isNew });
  if (isNew && !message.id.fromMe && !message.isNotification)
    chat.set('unreadCount', Math.max(0, chat.unreadCount) + 1);
  return message;
}

/** Messages from before the ones a chat has. They are known, and no news. */
export function takeEarlier({ store }: Page, facts: readonly MessageFact[]): MessageModel[] {
  const messages = facts.map(
    (fact) => store.messages.get(MsgKey.fromFact(fact.key)) ?? MessageModel.fromFact(fact, false),
  );
  for (const message of messages) {
    message.collection = store.messages;
    store.messages.add(message, { silent: true });
  }
  const [first] = messages;
  if (first) store.chat(first.id.remote).msgs.prepend(messages);
  return messages;
}
