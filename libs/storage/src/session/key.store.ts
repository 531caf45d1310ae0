import { failpoint, type Clock, type KeyChange, type KeyStore, type SessionName } from '@columba/core';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { oneOf } from '../database/one-of.js';
import { statement } from '../database/statement.js';

/** Decrypted texts lie in a table of their own, because they are cleared when their event exists. */
export const PLAINTEXTS = 'decrypt-journal';
const CLEARED = new Uint8Array(0);

const FIND = statement((db, { session, type, ids }: { session: string; type: string; ids: readonly string[] }) =>
  db
    .selectFrom('signal_key')
    .select(['id', 'value'])
    .where('session', '=', session)
    .where('type', '=', type)
    .where('id', 'in', oneOf(ids)),
);
const PUT = statement((db, { session, type, id, value }: Schema['signal_key']) =>
  db
    .insertInto('signal_key')
    .values({ session, type, id, value })
    .onConflict((conflict) => conflict.columns(['session', 'type', 'id']).doUpdateSet({ value })),
);
const FIND_PLAINTEXTS = statement((db, { session, hashes }: { session: string; hashes: readonly string[] }) =>
  db
    .selectFrom('decrypt_journal')
    .select(['hash', 'plaintext'])
    .where('session', '=', session)
    .where('hash', 'in', oneOf(hashes)),
);
const PUT_PLAINTEXT = statement((db, { session, hash, plaintext, created_at }: Schema['decrypt_journal']) =>
  db
    .insertInto('decrypt_journal')
    .values({ session, hash, plaintext, created_at })
    .onConflict((conflict) => conflict.columns(['session', 'hash']).doUpdateSet({ plaintext })),
);

export class SqliteKeyStore implements KeyStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly session: SessionName,
  ) {}

  get(type: string, ids: readonly string[]): Map<string, Uint8Array> {
    if (ids.length === 0) return new Map();
    if (type === PLAINTEXTS) return this.plaintexts(ids);
    const query = FIND({ session: this.session, type, ids });
    return new Map(this.db.all(query).map(({ id, value }) => [id, value]));
  }

  set(changes: readonly KeyChange[]): void {
    if (changes.length === 0) return;
    const opened = changes.some(({ type }) => type === PLAINTEXTS);
    this.db.heldTransaction(() => {
      for (const change of changes) {
        if (change.type === PLAINTEXTS) this.setPlaintext(change);
        else if (change.value === null) this.remove(change);
        else this.put(change.type, change.id, change.value);
      }
      failpoint('keys.before');
      if (opened) failpoint('in.decrypt.before');
    });
    failpoint('keys.after');
    if (opened) failpoint('in.decrypt.after');
  }

  private put(type: string, id: string, value: Uint8Array): void {
    this.db.run(PUT({ session: this.session, type, id, value }));
  }

  private remove({ type, id }: KeyChange): void {
    const remove = this.db.query.deleteFrom('signal_key').where('session', '=', this.session);
    this.db.run(remove.where('type', '=', type).where('id', '=', id));
  }

  private plaintexts(hashes: readonly string[]): Map<string, Uint8Array> {
    const query = FIND_PLAINTEXTS({ session: this.session, hashes });
    return new Map(this.db.all(query).map(({ hash, plaintext }) => [hash, plaintext ?? CLEARED]));
  }

  /** `null` deletes the row; a cleared row is made by settling the stanza it belongs to. */
  private setPlaintext({ id: hash, value }: KeyChange): void {
    const { session } = this;
    if (value === null) {
      const remove = this.db.query.deleteFrom('decrypt_journal').where('session', '=', session);
      this.db.run(remove.where('hash', '=', hash));
      return;
    }
    this.db.run(PUT_PLAINTEXT({ session, hash, plaintext: value, created_at: this.clock.now().getTime() }));
  }
}
