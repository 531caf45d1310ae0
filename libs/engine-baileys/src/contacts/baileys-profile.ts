import type { EngineContext, ProfilePort } from '@columba/core';
import { namePatch } from '../app-state/patches.js';
import type { SettingsDesk } from '../app-state/settings-desk.js';
import { answered } from '../answers.js';
import type { BaileysOptions } from '../baileys.options.js';
import type { BaileysSession } from '../session.js';

/** The account's own profile. What this class lacks of the port is not supported, see `capabilities.ts`. */
export class BaileysProfile implements Pick<ProfilePort, 'setName' | 'setAbout'> {
  constructor(
    private readonly context: EngineContext,
    private readonly session: BaileysSession,
    private readonly options: Pick<BaileysOptions, 'queryTimeoutMs'>,
    private readonly desk: SettingsDesk,
  ) {}

  async setName(name: string): Promise<void> {
    const { life, device } = this.session.connected();
    await this.desk.set(namePatch(name));
    const { me } = device.identity.creds;
    if (me) life.socket.ev.emit('creds.update', { me: { ...me, name } });
    // Others learn it from our presence.
    await answered(this.context.clock, this.options.queryTimeoutMs, life.socket.sendPresenceUpdate(life.presence));
  }

  async setAbout(text: string): Promise<void> {
    const { socket } = this.session.connected().life;
    await answered(this.context.clock, this.options.queryTimeoutMs, socket.updateProfileStatus(text));
  }
}
