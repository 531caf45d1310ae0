import { createHash } from 'node:crypto';
import {
  failpoint,
  type Clock,
  type CredentialStore,
  type SessionName,
  StorageError,
  type StoredCredentials,
} from '@columba/core';
import type { Database } from '../database/database.js';

const VERSIONS_KEPT = 3;

export class SqliteCredentialStore implements CredentialStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly session: SessionName,
  ) {}

  load(): StoredCredentials {
    try {
      const row = this.row();
      if (!row) return { kind: 'absent' };
      if (!checksumOf(row.value).equals(row.checksum))
        return { kind: 'unreadable', detail: 'the stored credentials do not match their checksum' };
      return { kind: 'found', value: row.value };
    } catch (error) {
      if (error instanceof StorageError) return { kind: 'unreadable', detail: error.message };
      throw error;
    }
  }

  save(value: Uint8Array): void {
    this.db.transaction(() => {
      const { session } = this;
      const { query } = this.db;
      const version = (this.row()?.version ?? 0) + 1;
      const row = { value, checksum: checksumOf(value), version, saved_at: this.clock.now().getTime() };
      const insert = query.insertInto('creds').values({ session, ...row });
      this.db.run(insert.onConflict((conflict) => conflict.column('session').doUpdateSet(row)));
      const history = query.insertInto('creds_history').values({ session, ...row });
      this.db.run(history.onConflict((conflict) => conflict.columns(['session', 'version']).doUpdateSet(row)));
      const old = query.deleteFrom('creds_history').where('session', '=', session);
      this.db.run(old.where('version', '<=', version - VERSIONS_KEPT));
      failpoint('creds.before');
    });
    failpoint('creds.after');
  }

  archive(reason: string): void {
    this.db.transaction(() => {
      const { session } = this;
      const { query } = this.db;
      const archived_at = this.clock.now().getTime();
      const keys = this.db.all(
        query.selectFrom('signal_key').select(['type', 'id', 'value']).where('session', '=', session),
      );
      const texts = keys.map(({ type, id, value }) => [type, id, Buffer.from(value).toString('base64')]);
      const row = { session, archived_at, reason, creds: this.row()?.value ?? null, keys: JSON.stringify(texts) };
      this.db.run(query.insertInto('archived_identity').values(row));
      // Decrypted texts stay: their messages were acknowledged and may still wait for their events.
      for (const table of ['creds', 'creds_history', 'signal_key'] as const)
        this.db.run(query.deleteFrom(table).where('session', '=', session));
    });
  }

  private row() {
    return this.db.first(this.db.query.selectFrom('creds').selectAll().where('session', '=', this.session));
  }
}

const checksumOf = (value: Uint8Array): Buffer => createHash('sha256').update(value).digest();
