import type { ProfilePort } from '@columba/core';
import type { Asker } from '../asker.js';
import type { BaileysPictures } from '../pictures/baileys-pictures.js';

/** The account's own profile. What this class lacks of the port is not supported, see `capabilities.ts`. */
export class BaileysProfile implements Pick<ProfilePort, 'setAbout' | 'setPicture'> {
  constructor(
    private readonly asker: Asker,
    private readonly pictures: Pick<BaileysPictures, 'set'>,
  ) {}

  setAbout(text: string): Promise<void> {
    return this.asker.change((socket) => socket.updateProfileStatus(text));
  }

  setPicture(jpeg: Uint8Array | null): Promise<void> {
    return this.pictures.set(jpeg);
  }
}
