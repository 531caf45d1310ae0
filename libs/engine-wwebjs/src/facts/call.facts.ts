import { fact, type CallOutcome, type Fact, type Person } from '@columba/core';
import { toTime } from '../mappers/message.mapper.js';
import { toPerson } from '../mappers/person.mapper.js';
import type { Readers } from './reading.js';

/** What the page says a call has become. */
const OUTCOMES: Readonly<Record<string, CallOutcome>> = {
  NOT_ANSWERED: 'missed',
  REJECTED: 'rejected',
  HANDLED_REMOTELY: 'accepted_elsewhere',
  REMOTE_CALL_IN_PROGRESS: 'accepted_elsewhere',
  ENDED: 'ended',
};

/** A call ends once, for the first reason that is told. */
export function callEnded(
  end: { callId: string; from: Person; outcome: CallOutcome },
  occurredAt: Date,
  late: boolean,
): Fact {
  return fact('call.ended', end, ['c', end.callId, 'ended'], { occurredAt, late, chat: end.from.id });
}

export const CALL_READERS: Readers = {
  call: ({ id: callId, from: page, video, group, t }, { late }) => {
    const from = toPerson(page);
    if (!from) return [];
    const base = { occurredAt: toTime(t), late, chat: from.id };
    return [fact('call.offered', { callId, from, video, group }, ['c', callId, 'offered'], base)];
  },
  callEnd: ({ id: callId, from: page, state }, { context, late }) => {
    const from = toPerson(page);
    if (!from) return [];
    return [callEnded({ callId, from, outcome: OUTCOMES[state] ?? 'missed' }, context.clock.now(), late)];
  },
};
