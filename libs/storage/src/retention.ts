import { type RawBuilder, sql } from 'kysely';
import type { Database } from './database/database.js';

const DAY_MS = 24 * 3600 * 1000;
/** So few at once that nobody waits for it. */
const BATCH = 500;

/**
 * Removes what is old enough, at most a batch of each kind and each in a transaction of its own.
 * @returns how many rows went; more may be left until it returns 0.
 */
export function sweep(db: Database, now: Date): number {
  const daysAgo = (days: number) => now.getTime() - days * DAY_MS;
  const removals = [
    removal('raw_stanza', 'settled_at', daysAgo(7)),
    plaintextRemoval(daysAgo(14)),
    removal('sent_bytes', 'created_at', daysAgo(30)),
    removal('original', 'created_at', daysAgo(30)),
    removal('archived_identity', 'archived_at', daysAgo(30)),
    removal('history_progress', 'finished_at', daysAgo(90)),
    removal('idempotency', 'expires_at', now.getTime()),
    removal('delivery_attempt', 'at', daysAgo(30)),
    removal('webhook_secret', 'expires_at', now.getTime()),
    removal('audit', 'at', daysAgo(365)),
  ];
  const removed = removals.map((each) => db.run({ compile: () => each.compile(db.query) }).changes);
  return removed.reduce((sum, changes) => sum + changes, 0);
}

function removal(name: string, time: string, upTo: number): RawBuilder<unknown> {
  const table = sql.table(name);
  const old = sql`SELECT rowid FROM ${table} WHERE ${sql.ref(time)} <= ${upTo} LIMIT ${BATCH}`;
  return sql`DELETE FROM ${table} WHERE rowid IN (${old})`;
}

/** A text that was not cleared may be all that is left of a message, as long as its session has stanzas to settle. */
function plaintextRemoval(upTo: number): RawBuilder<unknown> {
  const waiting = sql`SELECT 1 FROM raw_stanza WHERE session = old.session AND state = 'new'`;
  const old = sql`SELECT session, hash FROM decrypt_journal AS old
    WHERE created_at <= ${upTo} AND (plaintext IS NULL OR NOT EXISTS (${waiting})) LIMIT ${BATCH}`;
  return sql`DELETE FROM decrypt_journal WHERE (session, hash) IN (${old})`;
}
