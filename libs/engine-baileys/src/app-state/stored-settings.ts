import type { proto, SignalKeyStore, WAPatchName } from '@whiskeysockets/baileys';

/** WhatsApp's parts of what an account has set, each with versions of its own. */
export const COLLECTIONS: readonly WAPatchName[] = [
  'critical_block',
  'critical_unblock_low',
  'regular_high',
  'regular_low',
  'regular',
];

/** What the library has stored of the account's settings: how far it has come, and the keys to them. */
export class StoredSettings {
  constructor(private readonly keys: SignalKeyStore) {}

  /** @param id in base64. */
  async key(id: string): Promise<proto.Message.IAppStateSyncKeyData | undefined> {
    return (await this.keys.get('app-state-sync-key', [id]))[id];
  }

  async hasKeys(ids: string[]): Promise<boolean> {
    const stored = await this.keys.get('app-state-sync-key', ids);
    return ids.every((id) => stored[id]);
  }

  /** 0: nothing of it is here. */
  async version(collection: string): Promise<number> {
    return (await this.keys.get('app-state-sync-version', [collection]))[collection]?.version ?? 0;
  }

  /** Of which nothing is here: there is nothing, or fetching it was cut short. */
  async missing(): Promise<WAPatchName[]> {
    const stored = await this.keys.get('app-state-sync-version', [...COLLECTIONS]);
    return COLLECTIONS.filter((name) => !stored[name]);
  }
}
