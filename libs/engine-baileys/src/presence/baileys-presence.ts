import type { EngineContext, Jid, PresencePort, PresenceState } from '@columba/core';
import { ConflictError } from '@columba/core';
import { answered } from '../answers.js';
import type { BaileysOptions } from '../baileys.options.js';
import type { BaileysSession } from '../session.js';

/** Being online and typing, of this account and of others. */
export class BaileysPresence implements PresencePort {
  constructor(
    private readonly context: EngineContext,
    private readonly session: BaileysSession,
    private readonly options: Pick<BaileysOptions, 'queryTimeoutMs'>,
  ) {}

  async set(presence: 'available' | 'unavailable'): Promise<void> {
    const { life, device } = this.session.connected();
    // The library would do nothing, and not say so.
    if (!device.identity.creds.me?.name) throw new ConflictError("This account's name is not known yet");
    await this.written(life.socket.sendPresenceUpdate(presence));
    life.presence = presence;
  }

  async setInChat(chat: Jid, presence: Extract<PresenceState, 'composing' | 'recording' | 'paused'>): Promise<void> {
    const { life } = this.session.connected();
    await this.written(life.socket.sendPresenceUpdate(presence, chat));
  }

  async subscribe(person: Jid): Promise<void> {
    const { life } = this.session.connected();
    await this.written(life.socket.presenceSubscribe(person));
  }

  private written(work: Promise<void>): Promise<void> {
    return answered(this.context.clock, this.options.queryTimeoutMs, work);
  }
}
