import type { EventType, Jid, LoggedEvent, LoggedEventOf, Message, MessageId, Person } from '@columba/core';
import { presentId, presentMessageId } from '../gajosu-ids.js';
import type { GajosuMessage } from '../gajosu-message.presenter.js';
import {
  type NotificationType,
  type Notice,
  presentCall,
  presentNotification,
  presentReaction,
} from './gajosu-notification.presenter.js';

/** What an event does not say itself. */
export interface EventContext {
  /** The account's own address. */
  account(session: string): Jid | undefined;
  message(session: string, chat: Jid, id: MessageId): Message | undefined;
}

export type HappeningTopic =
  | 'message.reaction'
  | 'message.revoke_for_everyone'
  | 'message.revoke_for_me'
  | 'group.join'
  | 'group.leave'
  | 'group.update'
  | 'call';

/** Something that happened to a message, a group or the phone, under the name that socket.io has for it. */
export interface Happening {
  topic: HappeningTopic;
  payload: Record<string, unknown>;
}

/** A message in the form that the channel carries. */
export type PresentMessage = (message: Message, me?: Jid) => GajosuMessage;

interface Ask {
  me: Jid | undefined;
  message: (chat: Jid, id: MessageId) => Message | undefined;
  present: PresentMessage;
}
type Tell<T extends EventType> = (event: LoggedEventOf<T>, ask: Ask) => Happening[];

const TELL: { [T in EventType]?: Tell<T> } = {
  'message.reacted': (event, { me, message }) => {
    const target = message(event.data.chat, event.data.messageId);
    return [{ topic: 'message.reaction', payload: { ...presentReaction(event.data, event, target, me) } }];
  },
  'message.revoked': (event, ask) => [tellRevoked(event, ask)],
  'group.joined': (event, ask) => {
    const { group, by } = event.data;
    return [notice('group.join', event, ask, entered(group.id, by, ask.me ? [ask.me] : []))];
  },
  'group.left': (event, ask) => {
    const { groupId, by } = event.data;
    return [notice('group.leave', event, ask, gone(groupId, by, ask.me ? [ask.me] : []))];
  },
  'group.participants_changed': (event, ask) => {
    const { groupId, action, participants, by } = event.data;
    const who = participants.map(({ id }) => id);
    if (action === 'add') return [notice('group.join', event, ask, entered(groupId, by, who))];
    return action === 'remove' ? [notice('group.leave', event, ask, gone(groupId, by, who))] : [];
  },
  'group.updated': (event, ask) => {
    const { group, by, changed } = event.data;
    const said: Partial<Record<NotificationType, string>> = { subject: group.subject, description: group.description };
    return changed.flatMap((field) => {
      const type = UPDATES[field];
      if (!type) return [];
      const body = said[type] ?? '';
      return [notice('group.update', event, ask, { group: group.id, type, body, ...(by && { author: by.id }) })];
    });
  },
  'call.offered': (event) => [{ topic: 'call', payload: { call: presentCall(event.data, event) } }],
};

/** What an event means in this dialect, beside messages, their status and the connection. */
export function happeningsOf(event: LoggedEvent, context: EventContext, present: PresentMessage): Happening[] {
  const tell = TELL[event.type] as Tell<EventType> | undefined;
  const { session } = event;
  return (
    tell?.(event, {
      me: context.account(session),
      message: (chat, id) => context.message(session, chat, id),
      present,
    }) ?? []
  );
}

/** A message that was never here is told by its id; what it said is not known then. */
function tellRevoked({ data, occurredAt }: LoggedEventOf<'message.revoked'>, ask: Ask): Happening {
  const { chat, messageId, by, scope, original } = data;
  const { me, present } = ask;
  const known = ask.message(chat, messageId) ?? original;
  const key = { chat, id: messageId, fromMe: by.id === me, participant: by.id };
  const unknown = { id: presentMessageId(key), from: presentId(chat) };
  const message = known ? present({ ...known, revokedAt: known.revokedAt ?? occurredAt }, me) : unknown;
  if (scope === 'me') return { topic: 'message.revoke_for_me', payload: { message } };
  const { revokedAt: _now, ...before } = original ?? known ?? {};
  const revokedMessage = 'key' in before ? present(before, me) : null;
  return { topic: 'message.revoke_for_everyone', payload: { message, revokedMessage } };
}

const notice = (topic: HappeningTopic, event: LoggedEvent, { me }: Ask, told: Notice): Happening => ({
  topic,
  payload: { notification: presentNotification(told, event, me) },
});

/** Who lets themselves in came by an invitation. */
const entered = (group: Jid, by: Person | undefined, recipients: readonly Jid[]): Notice => ({
  group,
  type: isAlone(by, recipients) ? 'invite' : 'add',
  recipients,
  ...(by && { author: by.id }),
});

const gone = (group: Jid, by: Person | undefined, recipients: readonly Jid[]): Notice => ({
  group,
  type: isAlone(by, recipients) ? 'leave' : 'remove',
  recipients,
  ...(by && { author: by.id }),
});

const isAlone = (by: Person | undefined, recipients: readonly Jid[]): boolean =>
  by !== undefined && recipients.length === 1 && recipients[0] === by.id;

/** Which changes of a group have a name here. */
const UPDATES: Record<string, NotificationType | undefined> = {
  subject: 'subject',
  description: 'description',
  picture: 'picture',
  announceOnly: 'announce',
  locked: 'restrict',
};
