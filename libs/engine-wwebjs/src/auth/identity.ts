import { tryParseJid, type Account, type CredentialStore } from '@columba/core';

/** What is kept of the link beside the browser's profile, which holds the keys themselves. */
interface Kept {
  engine: 'wwebjs';
  account: Account;
  /** Seconds since 1970, by the page's clock: what is older than the link is history. */
  linkedAt: number;
}

export type LoadedIdentity = { kind: 'ready'; identity: Identity } | { kind: 'unreadable'; detail: string };

/** Which account the browser profile of this session is linked to. */
export class Identity {
  private constructor(
    private readonly store: CredentialStore,
    private kept: Kept | undefined,
  ) {}

  /** A link that cannot be read is never replaced by a new one. */
  static load(store: CredentialStore): LoadedIdentity {
    const stored = store.load();
    if (stored.kind === 'unreadable') return stored;
    if (stored.kind === 'absent') return { kind: 'ready', identity: new Identity(store, undefined) };
    const kept = keptIn(stored.value);
    if (!kept) return { kind: 'unreadable', detail: 'The stored identity is not one of this engine, or is damaged' };
    return { kind: 'ready', identity: new Identity(store, kept) };
  }

  get linked(): boolean {
    return this.kept !== undefined;
  }

  get account(): Account | undefined {
    return this.kept?.account;
  }

  get linkedAt(): number | undefined {
    return this.kept?.linkedAt;
  }

  /** @throws StorageError */
  keep(account: Account, linkedAt: number): void {
    if (JSON.stringify(account) === JSON.stringify(this.kept?.account)) return;
    const kept: Kept = { engine: 'wwebjs', account, linkedAt: this.kept?.linkedAt ?? linkedAt };
    this.store.save(Buffer.from(JSON.stringify(kept)));
    this.kept = kept;
  }

  archive(reason: string): void {
    if (this.kept) this.store.archive(reason);
    this.kept = undefined;
  }
}

function keptIn(bytes: Uint8Array): Kept | undefined {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<Kept> | null;
    if (value?.engine !== 'wwebjs' || typeof value.linkedAt !== 'number') return undefined;
    return value.account && tryParseJid(value.account.id) ? (value as Kept) : undefined;
  } catch {
    return undefined; // the caller names it unreadable
  }
}
