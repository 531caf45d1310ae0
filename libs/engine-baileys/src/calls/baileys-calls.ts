import { NotFoundError, type CallsPort, type EngineContext, type Jid } from '@columba/core';
import type { Asker } from '../asker.js';
import { callEnded } from '../facts/call.facts.js';
import { known } from '../people/parties.js';
import type { BaileysSession } from '../session.js';

/** Calls can be declined; a linked device of this kind never talks. */
export class BaileysCalls implements CallsPort {
  constructor(
    private readonly context: EngineContext,
    private readonly session: BaileysSession,
    private readonly asker: Asker,
  ) {}

  async reject(callId: string, from: Jid): Promise<void> {
    const { device } = this.session.connected();
    const caller = device.calls.caller(callId);
    const person = caller && (await known([caller], device.book));
    if (!caller || !person) throw new NotFoundError('No such call rings');
    const named = await known([from], device.book);
    if (named?.id !== person.id) throw new NotFoundError('No such call of this person rings');
    await this.asker.change((socket) => socket.rejectCall(callId, caller));
    device.calls.ended(callId);
    // WhatsApp tells the account's other devices, and not the one that has declined.
    this.context.emit(callEnded({ callId, from: person, outcome: 'rejected' }, this.context.clock.now(), false));
  }
}
