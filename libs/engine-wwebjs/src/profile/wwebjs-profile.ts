import type { ProfilePort } from '@columba/core';
import { FULL, type Able } from '../able.js';
import type { Asker } from '../asker.js';
import type { WwebjsPictures } from '../pictures/wwebjs-pictures.js';

export const PROFILE_ABLE: Able = { 'profile.name': FULL, 'profile.about': FULL, 'profile.picture': FULL };

/** The account's own profile. */
export class WwebjsProfile implements ProfilePort {
  constructor(
    private readonly asker: Asker,
    private readonly pictures: Pick<WwebjsPictures, 'set'>,
  ) {}

  async setName(name: string): Promise<void> {
    await this.asker.change('profile.name', { name });
  }

  async setAbout(text: string): Promise<void> {
    await this.asker.change('profile.about', { text });
  }

  setPicture(jpeg: Uint8Array | null): Promise<void> {
    return this.pictures.set(jpeg);
  }
}
