import { randomBytes } from 'node:crypto';
import { proto } from 'baileys-codec/WAProto/index.js';
import { chatModificationToAppPatch, encodeSyncdPatch, newLTHashState } from 'baileys-codec/lib/Utils/chat-utils.js';
import type { PhoneNumber } from '../../world/ids.js';
import { uint } from '../stanza.js';

interface Collection {
  /** Version of the last patch; 0 when there is none. */
  version: number;
  /** Encoded SyncdPatch by version, the first at index 0. */
  patches: Uint8Array[];
}

interface AccountState {
  keyId: Uint8Array;
  key: Uint8Array;
  /** World milliseconds. */
  created: number;
  collections: Record<string, Collection>;
}

export type AppStatesState = [PhoneNumber, AccountState][];

/**
 * The synchronised settings of each account: per collection a numbered list of patches that the service keeps without
 * reading them. The phone owns the key. Snapshots are never served, they would need a blob server.
 */
export class AppStates {
  readonly #states = new Map<PhoneNumber, AccountState>();

  /** The account's key in the form in which the phone shares it. */
  keyOf(account: PhoneNumber, now: number): proto.Message.IAppStateSyncKey {
    const { keyId, key, created } = this.#of(account, now);
    const fingerprint = { rawId: 1, currentIndex: 0, deviceIndexes: [0] };
    return { keyId: { keyId }, keyData: { keyData: key, fingerprint, timestamp: created } };
  }

  version(account: PhoneNumber, name: string): number {
    return this.#states.get(account)?.collections[name]?.version ?? 0;
  }

  since(account: PhoneNumber, name: string, version: number): readonly Uint8Array[] {
    return this.#states.get(account)?.collections[name]?.patches.slice(version) ?? [];
  }

  /**
   * Adds a patch and returns its version, which is written into it: the client would otherwise number all patches
   * of one answer alike.
   */
  append(account: PhoneNumber, name: string, patch: proto.ISyncdPatch, now: number): number {
    const { collections } = this.#of(account, now);
    const collection = (collections[name] ??= { version: 0, patches: [] });
    collection.version++;
    const numbered = { ...patch, version: { version: collection.version } };
    collection.patches.push(proto.SyncdPatch.encode(numbered).finish());
    return collection.version;
  }

  /**
   * The phone writes its owner's name, once. Without it the client has no name on its first connection and never
   * announces itself as available.
   */
  async writeName(account: PhoneNumber, name: string, now: number): Promise<void> {
    const change = chatModificationToAppPatch({ pushNameSetting: name }, '');
    if (this.version(account, change.type) > 0) return;
    const { keyId, keyData } = this.keyOf(account, now);
    const id = Buffer.from(keyId?.keyId ?? []).toString('base64');
    const { patch } = await encodeSyncdPatch(change, id, newLTHashState(), () => Promise.resolve(keyData ?? undefined));
    this.append(account, change.type, proto.SyncdPatch.fromObject(patch), now);
  }

  snapshot(): AppStatesState {
    return [...this.#states];
  }

  restore(state: AppStatesState): void {
    for (const [account, saved] of state) this.#states.set(account, saved);
  }

  #of(account: PhoneNumber, now: number): AccountState {
    let state = this.#states.get(account);
    if (!state) {
      state = {
        keyId: Buffer.concat([uint(0, 2), randomBytes(4)]),
        key: randomBytes(32),
        created: now,
        collections: {},
      };
      this.#states.set(account, state);
    }
    return state;
  }
}
