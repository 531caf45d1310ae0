import type { Jid } from '@columba/core';
import type { SimWorld } from './sim-world.js';

/** What a person of the simulator does with pictures, and sees of those of others. */
export class SimPictures {
  constructor(
    private readonly world: SimWorld,
    private readonly number: string,
  ) {}

  /** @param group absent: the person's own picture. */
  async set(jpeg: Uint8Array | null, group?: Jid): Promise<void> {
    await this.world.sim.picture.set({
      by: this.number,
      ...(group ? { of: group } : {}),
      jpeg: jpeg && Buffer.from(jpeg).toString('base64'),
    });
  }

  async show(to: 'all' | 'none'): Promise<void> {
    await this.world.sim.picture.privacy({ pn: this.number, show: to });
  }

  async of(other: string): Promise<Uint8Array | undefined> {
    const picture = await this.world.sim.picture.view({ by: this.number, of: other });
    return picture === null ? undefined : new Uint8Array(Buffer.from(picture, 'base64'));
  }
}
