import { failpoint, type Clock } from '@columba/core';
import type { Database } from '../database/database.js';

export type Begun =
  | { kind: 'new' }
  /** The first request with this key has not ended. */
  | { kind: 'running' }
  /** The key was used with another request. */
  | { kind: 'mismatch' }
  | { kind: 'done'; status: number; body: unknown };

/** Answers of requests by their key, so that a repetition gets the same one. */
export class IdempotencyRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Claims a key for a request, or says what became of it. `ttlMs`: how long the key stays taken. */
  begin(scope: string, key: string, bodyHash: string, ttlMs: number): Begun {
    const begun = this.db.transaction((): Begun => {
      const now = this.clock.now().getTime();
      const { query } = this.db;
      const known = this.db.first(
        query.selectFrom('idempotency').selectAll().where('scope', '=', scope).where('key', '=', key),
      );
      if (!known || known.expires_at <= now) {
        const claim = { body_hash: bodyHash, status: null, body: null, expires_at: now + ttlMs };
        const insert = query.insertInto('idempotency').values({ scope, key, ...claim });
        this.db.run(insert.onConflict((conflict) => conflict.columns(['scope', 'key']).doUpdateSet(claim)));
        return { kind: 'new' };
      }
      if (known.body_hash !== bodyHash) return { kind: 'mismatch' };
      if (known.status === null) return { kind: 'running' };
      return { kind: 'done', status: known.status, body: JSON.parse(known.body ?? 'null') };
    });
    if (begun.kind === 'new') failpoint('send.key.after');
    return begun;
  }

  finish(scope: string, key: string, { status, body }: { status: number; body: unknown }): void {
    const answer = { status, body: JSON.stringify(body ?? null) };
    failpoint('send.answer.before');
    this.db.run(this.db.query.updateTable('idempotency').set(answer).where('scope', '=', scope).where('key', '=', key));
    failpoint('send.answer.after');
  }

  /** Lets the key be used again, by a request that did not succeed. */
  release(scope: string, key: string): void {
    this.db.run(this.db.query.deleteFrom('idempotency').where('scope', '=', scope).where('key', '=', key));
  }

  /** After a restart nothing runs any more; requests that were cut off may be repeated. */
  releaseRunning(): void {
    this.db.run(this.db.query.deleteFrom('idempotency').where('status', 'is', null));
  }
}
