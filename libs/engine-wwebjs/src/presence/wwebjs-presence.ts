import type { Jid, PresencePort, PresenceState } from '@columba/core';
import { FULL, type Able } from '../able.js';
import type { Asker } from '../asker.js';
import type { AddressBook } from '../mappers/address-book.js';

export const PRESENCE_ABLE: Able = { 'presence.own': FULL, 'presence.inChat': FULL, 'presence.subscribe': FULL };

/** Being online and typing, of this account and of others. */
export class WwebjsPresence implements PresencePort {
  constructor(
    private readonly asker: Asker,
    private readonly book: AddressBook,
  ) {}

  async set(presence: 'available' | 'unavailable'): Promise<void> {
    await this.asker.question('presence.own', { available: presence === 'available' });
  }

  async setInChat(chat: Jid, state: Extract<PresenceState, 'composing' | 'recording' | 'paused'>): Promise<void> {
    await this.asker.question('presence.inChat', { chats: this.book.spellings(chat), state });
  }

  async subscribe(person: Jid): Promise<void> {
    await this.asker.question('presence.subscribe', { of: this.book.spellings(person) });
  }

  async unsubscribe(person: Jid): Promise<void> {
    await this.asker.question('presence.unsubscribe', { of: this.book.spellings(person) });
  }
}
