import { getCallStatusFromNode, type BinaryNode } from '@whiskeysockets/baileys';
import { fact, type CallOutcome, type Fact, type Person } from '@columba/core';
import { childOf, childrenOf, timeOf } from '../journal/stanza.js';
import { known } from '../people/parties.js';
import { done, type Reader } from './reading.js';

const OUTCOMES: Partial<Record<ReturnType<typeof getCallStatusFromNode>, CallOutcome>> = {
  timeout: 'missed',
  reject: 'rejected',
  accept: 'accepted_elsewhere',
};

/** What WhatsApp says with the end of a call that rang here. Without a reason the caller gave up. */
const REASONS: Record<string, CallOutcome> = {
  accepted_elsewhere: 'accepted_elsewhere',
  rejected_elsewhere: 'rejected',
  group_call_ended: 'ended',
};

export const readCall: Reader = async (node, { book, calls, receivedAt, late }) => {
  const [info] = childrenOf(node);
  const callId = info?.attrs['call-id'];
  if (!info || !callId) return done();
  const caller = info.attrs.from ?? info.attrs['call-creator'] ?? node.attrs.from;
  const from = await known([caller, info.attrs.caller_pn], book, node.attrs.notify);
  if (!from) return done();

  const occurredAt = timeOf(node, receivedAt);
  if (getCallStatusFromNode(info) === 'offer') {
    if (!late && caller) calls.rings(callId, caller);
    const group = info.attrs.type === 'group' || info.attrs['group-jid'] !== undefined;
    const offer = { callId, from, video: childOf(info, 'video') !== undefined, group };
    return done([fact('call.offered', offer, ['c', callId, 'offered'], { occurredAt, late, chat: from.id })]);
  }
  const outcome = outcomeOf(info);
  if (!outcome) return done();
  calls.ended(callId);
  return done([callEnded({ callId, from, outcome }, occurredAt, late)]);
};

/** A call ends once, for the first reason that is told. */
export function callEnded(
  end: { callId: string; from: Person; outcome: CallOutcome },
  occurredAt: Date,
  late: boolean,
): Fact {
  return fact('call.ended', end, ['c', end.callId, 'ended'], { occurredAt, late, chat: end.from.id });
}

function outcomeOf(info: BinaryNode): CallOutcome | undefined {
  const status = getCallStatusFromNode(info);
  // The end of an answered call comes after its answer, and is not told a second time.
  if (status === 'terminate') return REASONS[info.attrs.reason ?? ''] ?? 'missed';
  return OUTCOMES[status];
}
