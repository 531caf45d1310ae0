import type { Credential } from '../facts.js';

const DATABASE = 'simulated-whatsapp';
const STORE = 'registration';
const CREDENTIAL = 'credential';
const KEYS = 'keys';
const KEY_BYTES = 32;

/** Keys of this browser, as its QR codes carry them. */
export interface RegistrationKeys {
  noise: Uint8Array;
  identity: Uint8Array;
  /** Base64. */
  advSecret: string;
}

const random = () => crypto.getRandomValues(new Uint8Array(KEY_BYTES));

/** What the browser's profile keeps, in its IndexedDB: whoever copies that has the linked device. */
export class Profile {
  #database: Promise<IDBDatabase> | undefined;

  async credential(): Promise<Credential | null> {
    return (await this.#get<Credential>(CREDENTIAL)) ?? null;
  }

  keep(credential: Credential): Promise<void> {
    return this.#put(CREDENTIAL, credential);
  }

  async forget(): Promise<void> {
    await this.#change((store) => store.clear());
  }

  /** Made once per profile. */
  async keys(): Promise<RegistrationKeys> {
    const known = await this.#get<RegistrationKeys>(KEYS);
    if (known) return known;
    const made = { noise: random(), identity: random(), advSecret: btoa(String.fromCharCode(...random())) };
    await this.#put(KEYS, made);
    return made;
  }

  async #get<T>(name: string): Promise<T | undefined> {
    const database = await this.#open();
    return settled<T | undefined>(database.transaction(STORE).objectStore(STORE).get(name));
  }

  #put(name: string, value: unknown): Promise<void> {
    return this.#change((store) => store.put(value, name));
  }

  /** Resolves when it is on disk: a browser may be killed right after. */
  async #change(change: (store: IDBObjectStore) => unknown): Promise<void> {
    const database = await this.#open();
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    change(transaction.objectStore(STORE));
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('error', () =>
        reject(transaction.error ?? new Error('the profile cannot be written')),
      );
    });
  }

  #open(): Promise<IDBDatabase> {
    return (this.#database ??= openDatabase());
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
  return settled(request);
}

function settled<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result as T));
    request.addEventListener('error', () => reject(request.error ?? new Error('the profile cannot be read')));
  });
}
