import {
  isGroup,
  NotFoundError,
  StorageError,
  type CredentialStore,
  type Fact,
  type HistoryBatch,
  type HistoryStore,
  type Jid,
  type Journal,
  type JournalRow,
  type KeyChange,
  type KeyStore,
  type MessageId,
  type RawStanza,
  type Original,
  type OriginalStore,
  type Person,
  type SentStore,
  type StoredCredentials,
} from '../src/index.js';
import type { Aliases } from './aliases.js';

/** Makes the next writes of a session fail, as a full or dying disk does. */
export class WriteFaults {
  private remaining = 0;
  private cause: unknown;

  failNext(writes: number, cause: unknown = new Error('ENOSPC: no space left on device')): void {
    this.remaining = writes;
    this.cause = cause;
  }

  /** Every store calls this before it changes anything. */
  beforeWrite(): void {
    if (this.remaining === 0) return;
    this.remaining -= 1;
    throw new StorageError('The database refused the operation', { cause: this.cause });
  }
}

export class InMemoryKeyStore implements KeyStore {
  private readonly values = new Map<string, Uint8Array>();

  constructor(private readonly faults: WriteFaults) {}

  get(type: string, ids: readonly string[]): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    for (const id of ids) {
      const value = this.values.get(JSON.stringify([type, id]));
      if (value) found.set(id, value.slice());
    }
    return found;
  }

  set(changes: readonly KeyChange[]): void {
    this.faults.beforeWrite();
    for (const { type, id, value } of changes) {
      const key = JSON.stringify([type, id]);
      if (value) this.values.set(key, value.slice());
      else this.values.delete(key);
    }
  }

  get size(): number {
    return this.values.size;
  }

  clear(): void {
    this.values.clear();
  }
}

export class InMemoryCredentialStore implements CredentialStore {
  readonly archived: { reason: string; value: Uint8Array }[] = [];
  private versions: Uint8Array[] = [];
  private damage: string | undefined;

  constructor(
    private readonly faults: WriteFaults,
    private readonly keys: InMemoryKeyStore,
  ) {}

  load(): StoredCredentials {
    if (this.damage !== undefined) return { kind: 'unreadable', detail: this.damage };
    const newest = this.versions[0];
    return newest ? { kind: 'found', value: newest.slice() } : { kind: 'absent' };
  }

  save(value: Uint8Array): void {
    this.faults.beforeWrite();
    this.damage = undefined;
    this.versions = [value.slice(), ...this.versions].slice(0, 3);
  }

  archive(reason: string): void {
    this.faults.beforeWrite();
    const newest = this.versions[0];
    if (newest) this.archived.push({ reason, value: newest });
    this.versions = [];
    this.damage = undefined;
    this.keys.clear();
  }

  /** From now on the stored identity is there but cannot be read, until it is archived or saved anew. */
  makeUnreadable(detail = 'The stored identity is damaged'): void {
    this.damage = detail;
  }
}

export class InMemoryJournal implements Journal {
  readonly rows: (JournalRow & { state: 'new' | 'done' | 'dead'; reason?: string; cleared?: readonly string[] })[] = [];

  constructor(
    private readonly faults: WriteFaults,
    private readonly write: (facts: readonly Fact[]) => readonly Fact[],
    private readonly keep: (original: Original, news: readonly Fact[]) => void = () => {},
  ) {}

  add(stanza: RawStanza): JournalRow {
    this.faults.beforeWrite();
    const row = { ...stanza, node: stanza.node.slice(), rid: this.rows.length + 1, attempts: 0, state: 'new' as const };
    this.rows.push(row);
    return { ...row };
  }

  pending(): JournalRow[] {
    return this.rows.filter((row) => row.state === 'new').map((row) => ({ ...row }));
  }

  settle(
    rid: number,
    facts: readonly Fact[],
    cleared: readonly string[] = [],
    originals: readonly Original[] = [],
  ): void {
    this.faults.beforeWrite();
    const row = this.row(rid);
    const news = this.write(facts);
    for (const original of originals) this.keep(original, news);
    Object.assign(row, { state: 'done', cleared });
  }

  async secure(): Promise<void> {}

  retryLater(rid: number): void {
    this.faults.beforeWrite();
    this.row(rid).attempts += 1;
  }

  bury(rid: number, reason: string): void {
    this.faults.beforeWrite();
    Object.assign(this.row(rid), { state: 'dead', reason });
  }

  private row(rid: number) {
    const row = this.rows[rid - 1];
    if (!row) throw new NotFoundError(`The journal has no row ${rid}`);
    return row;
  }
}

export class InMemorySentStore implements SentStore {
  private readonly bytes = new Map<string, Uint8Array>();

  constructor(
    private readonly faults: WriteFaults,
    private readonly aliases: Aliases,
  ) {}

  get(chat: Jid, id: MessageId): Uint8Array | undefined {
    for (const alias of this.aliases.of(chat)) {
      const found = this.bytes.get(JSON.stringify([alias, id]));
      if (found) return found.slice();
    }
    return undefined;
  }

  keep(chat: Jid, id: MessageId, bytes: Uint8Array): void {
    this.faults.beforeWrite();
    if (!this.get(chat, id)) this.bytes.set(JSON.stringify([chat, id]), bytes.slice());
  }
}

export class InMemoryHistoryStore implements HistoryStore {
  readonly batches: HistoryBatch[] = [];

  constructor(private readonly faults: WriteFaults) {}

  add(batch: HistoryBatch): void {
    this.faults.beforeWrite();
    this.batches.push(batch);
  }
}
export class InMemoryOriginalStore implements OriginalStore {
  private readonly bytes = new Map<string, Uint8Array>();
  /** Who was the first to write under a name. */
  private readonly told = new Map<string, Jid>();

  constructor(
    private readonly faults: WriteFaults,
    private readonly aliases: Aliases,
  ) {}

  has(chat: Jid, id: MessageId): boolean {
    return this.spellings(chat, id).some((name) => this.told.has(name));
  }

  get(chat: Jid, id: MessageId): Uint8Array | undefined {
    const name = this.spellings(chat, id).find((spelling) => this.bytes.has(spelling));
    return name === undefined ? undefined : this.bytes.get(name)?.slice();
  }

  keep(original: Original): void {
    this.faults.beforeWrite();
    this.put(original);
  }

  /** Within a transaction of another store. */
  put({ chat, id, bytes }: Original): void {
    const known = this.spellings(chat, id).find((spelling) => this.bytes.has(spelling));
    this.bytes.set(known ?? nameOf(chat, id), bytes.slice());
  }

  /** The same for what news say, and only as the author of the message does; an admin of a group may revoke. */
  putNews(original: Original, news: readonly Fact[]): void {
    const { chat, id } = original;
    const author = this.spellings(chat, id)
      .map((name) => this.told.get(name))
      .find(Boolean);
    const is = ({ id: person }: Person) => author === undefined || this.aliases.of(author).includes(person);
    const accepted = news.some(({ type, data }) => {
      if ('message' in data) return data.message.key.id === id && is(data.message.from);
      if (type === 'message.revoked') return data.messageId === id && (isGroup(chat) || is(data.by));
      return type === 'message.edited' && data.messageId === id && is(data.by);
    });
    if (accepted) this.put(original);
  }

  /** The log tells of this message from now on. */
  tell({ data }: Fact): void {
    if (!('message' in data)) return;
    const { key, from } = data.message;
    if (!this.has(key.chat, key.id)) this.told.set(nameOf(key.chat, key.id), from.id);
  }

  private spellings(chat: Jid, id: MessageId): string[] {
    return this.aliases.of(chat).map((alias) => nameOf(alias, id));
  }
}

const nameOf = (chat: string, id: MessageId): string => JSON.stringify([chat, id]);
