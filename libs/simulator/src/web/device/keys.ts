import {
  STATUS_CHAT,
  chatOf,
  isSharedChat,
  type ChatId,
  type MessageKey,
  type PhoneNumber,
  type Target,
} from '../../world/ids.js';
import type { WebContext } from '../context.js';
import type { KeyFact, WidText } from '../facts.js';

const DIRECT = 'direct:';

/** With whom `me` talks in the chat: a shared chat itself, or the other person, who in the chat with oneself is oneself. */
export function partnerIn(chat: ChatId, me: PhoneNumber): Target {
  if (isSharedChat(chat)) return chat;
  const [one = me, other = me] = chat.slice(DIRECT.length).split('+');
  return one === me ? other : one;
}

/** How `number` is named in the chat: in a group as the group does it, else as the chat itself is addressed. */
export function nameIn({ world, wids }: WebContext, chat: ChatId, me: PhoneNumber, number: PhoneNumber): WidText {
  const group = world.groups.find(chat);
  if (group) return wids.person(number, group.addressing);
  if (chat === STATUS_CHAT) return wids.partner(number);
  const remote = wids.target(partnerIn(chat, me));
  return wids.person(number, remote.endsWith('@lid') ? 'lid' : 'pn');
}

export function keyFact(context: WebContext, me: PhoneNumber, { chat, sender, id }: MessageKey): KeyFact {
  const remote = context.wids.target(partnerIn(chat, me));
  const fact = { fromMe: sender === me, remote, id };
  return isSharedChat(chat) ? { ...fact, participant: nameIn(context, chat, me, sender) } : fact;
}

/** The message a page's key is about; undefined when it names people that are not there. */
export function readKey({ wids }: WebContext, me: PhoneNumber, fact: KeyFact): MessageKey | undefined {
  const target = wids.read(fact.remote);
  if (target === undefined) return undefined;
  const other = isSharedChat(target) ? wids.account(fact.participant ?? '') : target;
  const sender = fact.fromMe ? me : other;
  return sender === undefined ? undefined : { chat: chatOf(me, target), sender, id: fact.id };
}
