import { initAuthCreds, type AuthenticationCreds } from '@whiskeysockets/baileys';
import { phoneOf, tryParseJid, type Account, type CredentialStore } from '@columba/core';
import { fromBytes, toBytes } from './binary-json.js';

/** What an identity cannot do without; anything that lacks one of them is damaged. */
const ESSENTIAL = ['noiseKey', 'signedIdentityKey', 'signedPreKey', 'registrationId', 'advSecretKey'] as const;

export type LoadedIdentity = { kind: 'ready'; identity: Identity } | { kind: 'unreadable'; detail: string };

/** The linked device that this session is. The library changes `creds` in place; {@link save} keeps them. */
export class Identity {
  private constructor(
    readonly creds: AuthenticationCreds,
    private readonly store: CredentialStore,
  ) {}

  /** A new identity is made only where there is none: one that cannot be read is never replaced. */
  static load(store: CredentialStore): LoadedIdentity {
    const stored = store.load();
    if (stored.kind === 'unreadable') return stored;
    if (stored.kind === 'absent') return { kind: 'ready', identity: new Identity(initAuthCreds(), store) };
    const creds = credsOf(stored.value);
    if (!creds) return { kind: 'unreadable', detail: 'The stored identity is damaged' };
    return { kind: 'ready', identity: new Identity(creds, store) };
  }

  /** Whether a phone has accepted this device. */
  get paired(): boolean {
    return this.creds.account !== undefined && this.creds.account !== null;
  }

  get account(): Account | undefined {
    if (!this.paired || !this.creds.me) return undefined;
    const id = tryParseJid(this.creds.me.id);
    if (!id) return undefined;
    const account: Account = { id };
    const phone = phoneOf(id);
    const lid = this.creds.me.lid ? tryParseJid(this.creds.me.lid) : undefined;
    if (phone) account.phone = phone;
    if (lid) account.lid = lid;
    if (this.creds.me.name && this.creds.me.name !== '~') account.name = this.creds.me.name;
    return account;
  }

  /** @throws StorageError. An identity that no phone has accepted yet is not worth keeping. */
  save(): void {
    if (this.paired) this.store.save(toBytes(this.creds));
  }

  archive(reason: string): void {
    if (this.paired) this.store.archive(reason);
  }
}

function credsOf(bytes: Uint8Array): AuthenticationCreds | undefined {
  try {
    const value = fromBytes(bytes);
    if (typeof value !== 'object' || value === null) return undefined;
    if (ESSENTIAL.some((field) => !(field in value))) return undefined;
    return value as AuthenticationCreds;
  } catch {
    return undefined; // the caller names it unreadable
  }
}
