import { randomBytes } from 'node:crypto';
import { proto } from 'baileys-codec/WAProto/index.js';
import type { LTHashState, WAPatchCreate, WAPatchName } from 'baileys-codec/lib/Types/index.js';
import { decodePatches, encodeSyncdPatch, newLTHashState } from 'baileys-codec/lib/Utils/chat-utils.js';
import type { PhoneNumber } from '../../world/ids.js';
import { uint } from '../stanza.js';
import { silentLogger } from './silent-logger.js';

interface SyncKey {
  id: Uint8Array;
  key: Uint8Array;
  /** World milliseconds. */
  created: number;
}

interface Collection {
  /** Encoded SyncdPatch by version, the first at index 0. */
  patches: Uint8Array[];
  /** What the phone has made of them. */
  known: LTHashState;
}

interface AccountState {
  /** The last one is in use. */
  keys: SyncKey[];
  collections: Record<string, Collection>;
  /** Patches still to be answered with a conflict, whatever their version. */
  conflicts: number;
}

export type AppStatesState = [PhoneNumber, AccountState][];

/** What a patch says: where, and what. */
export interface Mutation {
  index: string[];
  value: proto.ISyncActionValue;
}

/** A patch that is made on another state than the newest. */
export class PatchConflict extends Error {}

/**
 * The synchronised settings of each account: per collection a numbered list of patches, which the service keeps, and
 * the keys and sums of the phone, which writes and checks them. Snapshots are never served: a client takes them from a
 * host that cannot be changed. Whoever asks for one gets every patch instead.
 */
export class AppStates {
  readonly #states = new Map<PhoneNumber, AccountState>();
  /** One patch of an account at a time. */
  readonly #tails = new Map<PhoneNumber, Promise<unknown>>();

  /** The key in use, in the form in which the phone shares it. */
  keyOf(account: PhoneNumber, now: number): proto.Message.IAppStateSyncKey {
    const { id, key, created } = this.#key(this.#of(account, now));
    const fingerprint = { rawId: 1, currentIndex: 0, deviceIndexes: [0] };
    return { keyId: { keyId: id }, keyData: { keyData: key, fingerprint, timestamp: created } };
  }

  /** The phone uses another key from now on, as it does when a device was unlinked. */
  rotateKey(account: PhoneNumber, now: number): void {
    const { keys } = this.#of(account, now);
    keys.push(newKey(keys.length, now));
  }

  /** The next patches of linked devices are refused, as if somebody else had always been faster. */
  conflict(account: PhoneNumber, patches: number, now: number): void {
    this.#of(account, now).conflicts = patches;
  }

  has(account: PhoneNumber): boolean {
    return this.#states.has(account);
  }

  version(account: PhoneNumber, name: string): number {
    return this.#states.get(account)?.collections[name]?.patches.length ?? 0;
  }

  since(account: PhoneNumber, name: string, version: number): readonly Uint8Array[] {
    return this.#states.get(account)?.collections[name]?.patches.slice(version) ?? [];
  }

  /** The phone writes a patch; returns its version. */
  write(account: PhoneNumber, change: WAPatchCreate, now: number): Promise<number> {
    return this.#alone(account, async () => {
      const state = this.#of(account, now);
      const collection = collectionOf(state, change.type);
      const id = Buffer.from(this.#key(state).id).toString('base64');
      const { patch, state: known } = await encodeSyncdPatch(change, id, collection.known, keyIn(state));
      return append(collection, proto.SyncdPatch.fromObject(patch), known);
    });
  }

  /**
   * A linked device hands in a patch, which the phone opens and checks.
   * @param base the version that it was made on
   * @throws PatchConflict when that is not the newest; Error when the patch does not add up
   */
  accept(account: PhoneNumber, name: string, base: number, bytes: Uint8Array, now: number) {
    return this.#alone(account, async () => {
      const state = this.#of(account, now);
      const collection = collectionOf(state, name);
      if (state.conflicts > 0 || base !== collection.patches.length) {
        state.conflicts = Math.max(0, state.conflicts - 1);
        throw new PatchConflict(`${name} is at ${collection.patches.length}`);
      }
      const version = { version: base + 1 };
      // What is opened is emptied.
      const opened = Object.assign(proto.SyncdPatch.decode(bytes), { version });
      const { state: known, mutationMap } = await decodePatches(
        name as WAPatchName,
        [opened],
        collection.known,
        keyIn(state),
        {},
        undefined,
        strict,
      );
      const mutations = Object.values(mutationMap).map(({ index, syncAction }): Mutation => ({
        index: [...index],
        value: syncAction.value ?? {},
      }));
      return { version: append(collection, proto.SyncdPatch.decode(bytes), known), mutations };
    });
  }

  snapshot(): AppStatesState {
    return [...this.#states];
  }

  restore(state: AppStatesState): void {
    for (const [account, saved] of state) this.#states.set(account, saved);
  }

  #key({ keys }: AccountState): SyncKey {
    const key = keys.at(-1);
    if (!key) throw new Error('an account without a sync key');
    return key;
  }

  #of(account: PhoneNumber, now: number): AccountState {
    let state = this.#states.get(account);
    if (!state) this.#states.set(account, (state = { keys: [newKey(0, now)], collections: {}, conflicts: 0 }));
    return state;
  }

  #alone<T>(account: PhoneNumber, work: () => Promise<T>): Promise<T> {
    const done = (this.#tails.get(account) ?? Promise.resolve()).then(work);
    this.#tails.set(
      account,
      done.catch(() => undefined),
    );
    return done;
  }
}

/** The codec only warns of a patch that does not add up; a phone refuses it. */
const strict = {
  ...silentLogger,
  warn: (details: unknown, what?: string): never => {
    throw new Error(what, { cause: details });
  },
};

const newKey = (index: number, created: number): SyncKey => ({
  id: Buffer.concat([uint(index, 2), randomBytes(4)]),
  key: randomBytes(32),
  created,
});

const collectionOf = ({ collections }: AccountState, name: string): Collection =>
  (collections[name] ??= { patches: [], known: newLTHashState() });

const keyIn =
  ({ keys }: AccountState) =>
  (wanted: string): Promise<proto.Message.IAppStateSyncKeyData | undefined> => {
    const found = keys.find(({ id }) => Buffer.from(id).toString('base64') === wanted);
    return Promise.resolve(found && { keyData: found.key });
  };

/** The version is written into the patch: a client would otherwise number all patches of one answer alike. */
function append(collection: Collection, patch: proto.ISyncdPatch, known: LTHashState): number {
  const version = collection.patches.length + 1;
  collection.patches.push(proto.SyncdPatch.encode({ ...patch, version: { version } }).finish());
  collection.known = known;
  return version;
}
