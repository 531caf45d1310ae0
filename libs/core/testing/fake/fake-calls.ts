import { NotFoundError, fact, type CallOutcome, type CallsPort, type Jid } from '../../src/index.js';
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
    if (call?.to !== me || call.from !== this.world.account(from)) throw new NotFoundError('There is no such call');
    endCall(this.world, call, 'rejected');
  }
}

/** Rings at every linked device. */
export function offerCall(world: FakeWorldState, call: FakeCall): void {
  world.calls.set(call.id, call);
  call.from.seenCalls.set(call.id, 'ringing');
  const { id: callId, video, from, to } = call;
  const person = from.seenBy(to);
  const told = fact('call.offered', { callId, from: person, video, group: false }, ['c', callId, 'offered'], {
    occurredAt: world.clock.now(),
    chat: person.id,
  });
  world.office.post(() => to.tell(told));
}

export function endCall(world: FakeWorldState, call: FakeCall, outcome: CallOutcome): void {
  world.calls.delete(call.id);
  call.from.seenCalls.set(call.id, outcome);
  const person = call.from.seenBy(call.to);
  const told = fact('call.ended', { callId: call.id, from: person, outcome }, ['c', call.id, 'ended'], {
    occurredAt: world.clock.now(),
    chat: person.id,
  });
  world.office.post(() => call.to.tell(told));
}
