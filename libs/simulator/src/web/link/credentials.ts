import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { DeviceId } from '../../world/ids.js';
import type { Credential } from '../facts.js';

export type CredentialsState = Credential[];

/** What each linked browser has to show. Like keys they are random, whatever the seed. */
export class Credentials {
  readonly #secrets = new Map<DeviceId, string>();

  issue(device: DeviceId): Credential {
    const secret = randomBytes(32).toString('base64url');
    this.#secrets.set(device, secret);
    return { device, secret };
  }

  accepts({ device, secret }: Credential): boolean {
    const known = Buffer.from(this.#secrets.get(device) ?? '');
    const shown = Buffer.from(secret);
    return known.length > 0 && known.length === shown.length && timingSafeEqual(known, shown);
  }

  remove(device: DeviceId): void {
    this.#secrets.delete(device);
  }

  snapshot(): CredentialsState {
    return [...this.#secrets].map(([device, secret]) => ({ device, secret }));
  }

  restore(state: CredentialsState): void {
    for (const { device, secret } of state) this.#secrets.set(device, secret);
  }
}
