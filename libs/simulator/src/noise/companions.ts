import type { DeviceId } from '../world/ids.js';
import type { PreKeyBundle, SignedPreKeyBytes } from './phone/bundle.js';

/** What the service knows of a linked device's keys. */
export interface Companion {
  id: DeviceId;
  /** Noise static key seen at pairing; a login must show the same. */
  noiseKey: Buffer;
  identity: Buffer;
  registration: Buffer;
  signedPreKey: SignedPreKeyBytes;
  /** One-time keys by id, in order of upload. */
  preKeys: Map<number, Buffer>;
  /** Whether the phone has sent its first peer messages. */
  bootstrapped: boolean;
  /** Whether "few keys left" was said since the last upload. */
  warned: boolean;
}

interface SavedCompanion extends Omit<Companion, 'preKeys'> {
  preKeys: [number, Buffer][];
}

export type CompanionsState = SavedCompanion[];

/** Below this many one-time keys the device is told to upload more. */
const FEW_KEYS = 5;

export class Companions {
  readonly #companions = new Map<DeviceId, Companion>();

  add(companion: Companion): void {
    this.#companions.set(companion.id, companion);
  }

  find(id: DeviceId): Companion | undefined {
    return this.#companions.get(id);
  }

  remove(id: DeviceId): void {
    this.#companions.delete(id);
  }

  /** A bundle with the next one-time key, which is thereby used up. */
  takeBundle({ registration, identity, signedPreKey, preKeys }: Companion): PreKeyBundle {
    const [first] = preKeys;
    if (first) preKeys.delete(first[0]);
    return {
      registration,
      identity,
      signedPreKey,
      ...(first ? { preKey: { id: first[0], value: first[1] } } : {}),
    };
  }

  /** True once per shortage. */
  shouldWarn(companion: Companion): boolean {
    if (companion.warned || companion.preKeys.size >= FEW_KEYS) return false;
    return (companion.warned = true);
  }

  snapshot(): CompanionsState {
    return [...this.#companions.values()].map((companion) => ({ ...companion, preKeys: [...companion.preKeys] }));
  }

  restore(state: CompanionsState): void {
    for (const saved of state) this.add({ ...saved, preKeys: new Map(saved.preKeys) });
  }
}
