import { NotFoundError, type CallsPort, type EngineContext, type Jid } from '@columba/core';
import { FULL, type Able } from '../able.js';
import type { Asker } from '../asker.js';
import { callEnded } from '../facts/call.facts.js';
import type { AddressBook } from '../mappers/address-book.js';
import { toPerson } from '../mappers/person.mapper.js';

export const CALLS_ABLE: Able = { 'calls.reject': FULL };

export class WwebjsCalls implements CallsPort {
  constructor(
    private readonly context: EngineContext,
    private readonly asker: Asker,
    private readonly book: AddressBook,
  ) {}

  async reject(callId: string, from: Jid): Promise<void> {
    const caller = await this.asker.change('calls.reject', { id: callId, from: this.book.spellings(from) });
    const person = toPerson(caller);
    if (!person) throw new NotFoundError('No such call rings');
    // WhatsApp tells the account's other devices, and not the one that has declined.
    this.context.emit(callEnded({ callId, from: person, outcome: 'rejected' }, this.context.clock.now(), false));
  }
}
