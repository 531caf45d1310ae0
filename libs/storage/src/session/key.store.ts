import { failpoint, type Clock, type KeyChange, type KeyStore, type SessionName } from '@columba/core';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';

/** Decrypted texts lie in a table of their own, because they are cleared when their event exists. */
export const PLAINTEXTS = 'decrypt-journal';
const CLEARED = new Uint8Array(0);

export class SqliteKeyStore implements KeyStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly session: SessionName,
  ) {}

  get(type: string, ids: readonly string[]): Map<string, Uint8Array> {
    if (ids.length === 0) return new Map();
    if (type === PLAINTEXTS) return this.plaintexts(ids);
    const query = this.db.query
      .selectFrom('signal_key')
      .select(['id', 'value'])
      .where('session', '=', this.session)
      .where('type', '=', type)
      .where('id', 'in', oneOf(ids));
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
    const insert = this.db.query.insertInto('signal_key').values({ session: this.session, type, id, value });
    this.db.run(insert.onConflict((conflict) => conflict.columns(['session', 'type', 'id']).doUpdateSet({ value })));
  }

  private remove({ type, id }: KeyChange): void {
    const remove = this.db.query.deleteFrom('signal_key').where('session', '=', this.session);
    this.db.run(remove.where('type', '=', type).where('id', '=', id));
  }

  private plaintexts(hashes: readonly string[]): Map<string, Uint8Array> {
    const query = this.db.query
      .selectFrom('decrypt_journal')
      .select(['hash', 'plaintext'])
      .where('session', '=', this.session)
      .where('hash', 'in', oneOf(hashes));
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
    const row = { session, hash, plaintext: value, created_at: this.clock.now().getTime() };
    const insert = this.db.query.insertInto('decrypt_journal').values(row);
    this.db.run(
      insert.onConflict((conflict) => conflict.columns(['session', 'hash']).doUpdateSet({ plaintext: value })),
    );
  }
}
