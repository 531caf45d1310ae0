import type { EventMap, EventType, LoggedEvent, LoggedEventOf, Message } from '@columba/core';
import { type EventContext, happeningsOf } from '../events/gajosu-happenings.js';
import { presentMessageId } from '../gajosu-ids.js';
import { presentAck, wholeStatus } from '../gajosu-message.presenter.js';
import { presentState } from '../gajosu-state.presenter.js';
import { presentFullMessage } from '../messages/gajosu-raw-message.presenter.js';

/** A message of socket.io: its name, and what it carries. */
export type Topic = readonly [name: string, payload?: object];

type Say<T extends EventType> = (event: LoggedEventOf<T>, context: EventContext) => Topic[];

const SAY: { [T in EventType]?: Say<T> } = {
  'session.state_changed': ({ data }) => sayState(data),
  'message.received': (event, context) => sayMessage(event, context, ['message', 'message.create']),
  'message.recovered': (event, context) =>
    sayMessage(event, context, event.data.message.key.fromMe ? ['message.create'] : ['message', 'message.create']),
  'message.sent': (event, context) => sayMessage(event, context, ['message.create']),
  'message.status_changed': ({ session, data }, context) => {
    const { chat, messageId } = data;
    const status = wholeStatus(data);
    if (!status) return [];
    const { ack } = presentAck(status);
    const known = context.message(session, chat, messageId);
    const message = known
      ? { ...presentFullMessage(known, context.account(session)), ack }
      : { id: presentMessageId({ chat, id: messageId, fromMe: true }), ack };
    return [['message.ack', { message, ack }]];
  },
};

/** What viewers hear of an event. */
export function topicsOf(event: LoggedEvent, context: EventContext): Topic[] {
  const say = SAY[event.type] as Say<EventType> | undefined;
  if (say) return say(event, context);
  return happeningsOf(event, context, presentFullMessage).map(({ topic, payload }) => [topic, payload]);
}

function sayState({ state, previousState, reason, detail }: EventMap['session.state_changed']): Topic[] {
  const said: Topic[] = [];
  const name = presentState(state, reason);
  if (state === 'connected' && previousState !== 'connected') said.push(['authenticated']);
  if (state === 'failed' || state === 'passkey_required') said.push(['auth_failure', { message: detail ?? name }]);
  if (state !== 'connected' && previousState === 'connected') said.push(['disconnected', { state: name }]);
  return [...said, ['state.change', { state: name }]];
}

function sayMessage(
  { session, data }: { session: string; data: { message: Message } },
  context: EventContext,
  names: readonly string[],
): Topic[] {
  const payload = presentFullMessage(data.message, context.account(session));
  return names.map((name) => [name, payload] as const);
}
