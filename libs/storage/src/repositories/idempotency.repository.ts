import { failpoint, type Clock } from '@columba/core';
import type { Insertable } from 'kysely';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { statement } from '../database/statement.js';

export type Begun =
  | { kind: 'new' }
  /** The first request with this key has not ended. */
  | { kind: 'running' }
  /** The key was used with another request. */
  | { kind: 'mismatch' }
  | { kind: 'done'; status: number; body: unknown };

/** What a key was claimed for. */
interface Claim {
  bodyHash: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** What was asked for is stored: who asks again after a power cut finds it without this answer. */
  isAccepted?: boolean;
}

type Row = Insertable<Schema['idempotency']>;

const FIND = statement((db, { scope, key }: { scope: string; key: string }) =>
  db.selectFrom('idempotency').selectAll().where('scope', '=', scope).where('key', '=', key),
);
const KEEP = statement((db, { scope, key, body_hash, expires_at, status, body }: Row) => {
  const row = { body_hash, expires_at, status, body };
  return db
    .insertInto('idempotency')
    .values({ scope, key, ...row })
    .onConflict((conflict) => conflict.columns(['scope', 'key']).doUpdateSet(row));
});

/**
 * Answers of requests by their key, so that a repetition gets the same one. Who runs is known to this process only,
 * because nothing runs any more after a restart; on disk is what was accepted or answered.
 */
export class IdempotencyRepository {
  private readonly running = new Map<string, Claim>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims a key for a request, or says what became of it. `ttlMs`: how long the key stays taken. A request that was
   * accepted and cut off before its answer is `new` again, with the same body only: it finds what it did.
   */
  begin(scope: string, key: string, bodyHash: string, ttlMs: number): Begun {
    const now = this.clock.now().getTime();
    const claimed = this.running.get(nameOf(scope, key));
    if (claimed && claimed.expiresAt > now) return { kind: claimed.bodyHash === bodyHash ? 'running' : 'mismatch' };
    const known = this.db.first(FIND({ scope, key }));
    if (known && known.expires_at > now) {
      if (known.body_hash !== bodyHash) return { kind: 'mismatch' };
      if (known.status !== null) return { kind: 'done', status: known.status, body: JSON.parse(known.body ?? 'null') };
    }
    this.running.set(nameOf(scope, key), { bodyHash, expiresAt: now + ttlMs });
    failpoint('send.key.after');
    return { kind: 'new' };
  }

  /** Part of the transaction that accepts what the request asks for: from here on the key belongs to this body. */
  accept(scope: string, key: string): void {
    const claim = this.running.get(nameOf(scope, key));
    if (!claim) return;
    this.write(scope, key, claim, { status: null, body: null });
    claim.isAccepted = true;
  }

  /** @throws StorageError; the key can then be used again. */
  finish(scope: string, key: string, { status, body }: { status: number; body: unknown }): void {
    failpoint('send.answer.before');
    const claim = this.running.get(nameOf(scope, key));
    this.running.delete(nameOf(scope, key));
    const answer = { status, body: JSON.stringify(body ?? null) };
    if (claim?.isAccepted) this.db.heldTransaction(() => this.write(scope, key, claim, answer));
    else if (claim) this.write(scope, key, claim, answer);
    failpoint('send.answer.after');
  }

  /** Lets the key be used again, by a request that did not succeed; for another body only if nothing was accepted. */
  release(scope: string, key: string): void {
    this.running.delete(nameOf(scope, key));
  }

  private write(
    scope: string,
    key: string,
    { bodyHash, expiresAt }: Claim,
    answer: { status: number | null; body: string | null },
  ): void {
    this.db.run(KEEP({ scope, key, body_hash: bodyHash, expires_at: expiresAt, ...answer }));
  }
}

const nameOf = (scope: string, key: string): string => JSON.stringify([scope, key]);
