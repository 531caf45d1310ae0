import { randomUUID } from 'node:crypto';
import type { Clock, SessionName } from '@columba/core';
import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { statement } from '../database/statement.js';

export type Scope = 'read' | 'send' | 'admin';

export interface ApiKeyRecord {
  id: string;
  name: string;
  scopes: Scope[];
  /** Absent: every session. */
  sessions?: SessionName[];
  createdAt: Date;
  expiresAt?: Date;
  lastUsedAt?: Date;
}

export interface NewApiKey {
  name: string;
  scopes: readonly Scope[];
  sessions?: readonly SessionName[];
  /** SHA-256 of the key, lower-case hex. */
  hash: string;
  expiresAt?: Date;
}

export interface ApiKeyChange {
  name?: string;
  scopes?: readonly Scope[];
  sessions?: readonly SessionName[] | null;
  expiresAt?: Date | null;
}

const TOUCHED_EVERY_MS = 60_000;

const BY_HASH = statement((db, { hash }: { hash: string }) =>
  db.selectFrom('api_key').selectAll().where('hash', '=', hash),
);

export class ApiKeyRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  create({ name, scopes, sessions, hash, expiresAt }: NewApiKey): ApiKeyRecord {
    const row = {
      id: randomUUID(),
      name,
      scopes: JSON.stringify(scopes),
      sessions: sessions ? JSON.stringify(sessions) : null,
      hash,
      created_at: this.clock.now().getTime(),
      expires_at: expiresAt?.getTime() ?? null,
      last_used_at: null,
    };
    this.db.run(this.db.query.insertInto('api_key').values(row));
    return toApiKey(row);
  }

  findByHash(hash: string): ApiKeyRecord | undefined {
    const row = this.db.first(BY_HASH({ hash }));
    return row && toApiKey(row);
  }

  get(id: string): ApiKeyRecord | undefined {
    const row = this.db.first(this.db.query.selectFrom('api_key').selectAll().where('id', '=', id));
    return row && toApiKey(row);
  }

  /** Changes what is given; `null` lifts a limit. */
  update(id: string, { name, scopes, sessions, expiresAt }: ApiKeyChange): void {
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(scopes === undefined ? {} : { scopes: JSON.stringify(scopes) }),
      ...(sessions === undefined ? {} : { sessions: sessions && JSON.stringify(sessions) }),
      ...(expiresAt === undefined ? {} : { expires_at: expiresAt?.getTime() ?? null }),
    };
    if (Object.keys(change).length === 0) return;
    this.db.run(this.db.query.updateTable('api_key').set(change).where('id', '=', id));
  }

  /** A new key for the same rights; the old one goes on until then. */
  replace(id: string, hash: string, until: Date): ApiKeyRecord | undefined {
    return this.db.transaction(() => {
      const old = this.get(id);
      if (!old) return undefined;
      const { name, scopes, sessions, expiresAt } = old;
      const rights = { name, scopes, hash, ...(sessions && { sessions }), ...(expiresAt && { expiresAt }) };
      const made = this.create(rights);
      if (!expiresAt || expiresAt > until) this.update(id, { expiresAt: until });
      return made;
    });
  }

  list(): ApiKeyRecord[] {
    return this.db.all(this.db.query.selectFrom('api_key').selectAll().orderBy('created_at')).map(toApiKey);
  }

  delete(id: string): void {
    this.db.run(this.db.query.deleteFrom('api_key').where('id', '=', id));
  }

  /** Notes that the key was used now, to the minute: not every request has to wait for the disk. */
  touch(id: string): void {
    const now = this.clock.now().getTime();
    const update = this.db.query.updateTable('api_key').set({ last_used_at: now }).where('id', '=', id);
    const isStale = update.where((eb) =>
      eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', now - TOUCHED_EVERY_MS)]),
    );
    this.db.run(isStale);
  }

  isEmpty(): boolean {
    return this.db.first(this.db.query.selectFrom('api_key').select('id').limit(1)) === undefined;
  }
}

function toApiKey(row: Selectable<Schema['api_key']>): ApiKeyRecord {
  return {
    id: row.id,
    name: row.name,
    scopes: JSON.parse(row.scopes) as Scope[],
    ...(row.sessions === null ? {} : { sessions: JSON.parse(row.sessions) as SessionName[] }),
    createdAt: new Date(row.created_at),
    ...(row.expires_at === null ? {} : { expiresAt: new Date(row.expires_at) }),
    ...(row.last_used_at === null ? {} : { lastUsedAt: new Date(row.last_used_at) }),
  };
}
