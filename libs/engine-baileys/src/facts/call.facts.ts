import { getCallStatusFromNode } from '@whiskeysockets/baileys';
import { fact, type CallOutcome } from '@columba/core';
import { childOf, childrenOf, timeOf } from '../journal/stanza.js';
import { known } from '../people/parties.js';
import { done, type Reader } from './reading.js';

const OUTCOMES: Partial<Record<ReturnType<typeof getCallStatusFromNode>, CallOutcome>> = {
  timeout: 'missed',
  reject: 'rejected',
  accept: 'accepted_elsewhere',
  terminate: 'ended',
};

export const readCall: Reader = async (node, { book, receivedAt, late }) => {
  const [info] = childrenOf(node);
  const callId = info?.attrs['call-id'];
  if (!info || !callId) return done();
  const caller = info.attrs.from ?? info.attrs['call-creator'] ?? node.attrs.from;
  const from = await known([caller, info.attrs.caller_pn], book);
  if (!from) return done();

  const status = getCallStatusFromNode(info);
  const base = { occurredAt: timeOf(node, receivedAt), late, chat: from.id };
  if (status === 'offer') {
    const group = info.attrs.type === 'group' || info.attrs['group-jid'] !== undefined;
    const offer = { callId, from, video: childOf(info, 'video') !== undefined, group };
    return done([fact('call.offered', offer, ['c', callId, 'offered'], base)]);
  }
  const outcome = OUTCOMES[status];
  return done(outcome ? [fact('call.ended', { callId, from, outcome }, ['c', callId, 'ended'], base)] : []);
};
