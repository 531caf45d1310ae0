import { NotFoundError, fact, type CallOutcome, type CallsPort, type Jid } from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import type { FakeActor } from './fake-gate.js';
import type { FakeCall, FakeWorldState } from './fake-world-state.js';

export class FakeCalls implements CallsPort {
  constructor(
    private readonly actor: FakeActor,
    private readonly world: FakeWorldState,
  ) {}

  async reject(callId: string, from: Jid): Promise<void> {
    const me = this.actor.act('calls.reject', 'calls.reject', [callId, from]);
    const call = this.world.calls.get(callId);
    if (!call?.to.has(me) || call.from !== this.world.account(from)) throw new NotFoundError('There is no such call');
    endCall(this.world, call, 'rejected', me);
  }
}

/** Rings at every linked device of a person, or of a group's members. */
export function offerCall(
  world: FakeWorldState,
  { id, from, to: chat, video }: Pick<FakeCall, 'id' | 'from' | 'video'> & { to: Jid },
): void {
  const conversation = world.conversation(from, chat);
  const to = new Set(conversation.members().filter((member) => member !== from));
  const call: FakeCall = { id, from, to, video, group: conversation.kind === 'group' };
  world.calls.set(id, call);
  from.seenCalls.set(id, 'ringing');
  for (const called of to) {
    const person = from.seenBy(called);
    const base = { occurredAt: world.clock.now(), chat: person.id };
    const offer = { callId: id, from: person, video, group: call.group };
    world.office.post(() => called.tell(fact('call.offered', offer, ['c', id, 'offered'], base)));
  }
}

/** @param by whose answer it is; in a group it rings on for the others */
export function endCall(world: FakeWorldState, call: FakeCall, outcome: CallOutcome, by?: FakeAccount): void {
  const { id: callId, from, to } = call;
  from.seenCalls.set(callId, outcome);
  for (const called of by && call.group ? [by] : [...to]) {
    to.delete(called);
    const person = from.seenBy(called);
    const base = { occurredAt: world.clock.now(), chat: person.id };
    world.office.post(() =>
      called.tell(fact('call.ended', { callId, from: person, outcome }, ['c', callId, 'ended'], base)),
    );
  }
  if (to.size === 0) world.calls.delete(callId);
}
