import type { Jid, PresencePort, PresenceState } from '@columba/core';
import { ConflictError } from '@columba/core';
import type { Asker } from '../asker.js';
import type { BaileysSession } from '../session.js';

/** Being online and typing, of this account and of others. */
export class BaileysPresence implements PresencePort {
  constructor(
    private readonly session: BaileysSession,
    private readonly asker: Asker,
  ) {}

  async set(presence: 'available' | 'unavailable'): Promise<void> {
    const { device } = this.session.connected();
    // The library would do nothing, and not say so.
    if (!device.identity.creds.me?.name) throw new ConflictError("This account's name is not known yet");
    await this.asker.question((socket) => socket.sendPresenceUpdate(presence));
    device.presence.show(presence);
  }

  async setInChat(chat: Jid, presence: Extract<PresenceState, 'composing' | 'recording' | 'paused'>): Promise<void> {
    await this.asker.question((socket) => socket.sendPresenceUpdate(presence, chat));
  }

  async subscribe(person: Jid): Promise<void> {
    const { device } = this.session.connected();
    await this.asker.question((socket) => socket.presenceSubscribe(person));
    await device.presence.watch(person);
  }

  /** The library has no word for it. */
  async unsubscribe(person: Jid): Promise<void> {
    const { device } = this.session.connected();
    await device.presence.unwatch(person);
    const attrs = { to: person, type: 'unsubscribe' };
    await this.asker.question((socket) => socket.sendNode({ tag: 'presence', attrs }));
  }
}
