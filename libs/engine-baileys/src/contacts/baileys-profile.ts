import type { ProfilePort } from '@columba/core';
import { namePatch } from '../app-state/patches.js';
import type { SettingsDesk } from '../app-state/settings-desk.js';
import type { Asker } from '../asker.js';
import type { BaileysPictures } from '../pictures/baileys-pictures.js';
import type { BaileysSession } from '../session.js';

/** The account's own profile. */
export class BaileysProfile implements ProfilePort {
  constructor(
    private readonly session: BaileysSession,
    private readonly asker: Asker,
    private readonly pictures: Pick<BaileysPictures, 'set'>,
    private readonly desk: SettingsDesk,
  ) {}

  async setName(name: string): Promise<void> {
    const { life, device } = this.session.connected();
    await this.desk.set(namePatch(name));
    const { me } = device.identity.creds;
    if (me) life.socket.ev.emit('creds.update', { me: { ...me, name } });
    // Others learn it from our presence.
    await this.asker.question((socket) => socket.sendPresenceUpdate(device.presence.own));
  }

  setAbout(text: string): Promise<void> {
    return this.asker.change((socket) => socket.updateProfileStatus(text));
  }

  setPicture(jpeg: Uint8Array | null): Promise<void> {
    return this.pictures.set(jpeg);
  }
}
