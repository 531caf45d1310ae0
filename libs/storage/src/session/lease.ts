import type { Clock, SessionName } from '@columba/core';
import type { Database } from '../database/database.js';
import { OwnershipLostError } from '../database/errors.js';

/** The right to write for one session. Its number, the fence, is higher than that of every lease before. */
export class Lease {
  constructor(
    private readonly db: Database,
    readonly session: SessionName,
    readonly fence: number,
  ) {}

  /** @throws OwnershipLostError when a later lease was taken: whoever holds this one is a thing of the past. */
  require(): void {
    const query = this.db.query.selectFrom('session_lease').select('fence').where('session', '=', this.session);
    if (this.db.first(query)?.fence !== this.fence)
      throw new OwnershipLostError(`Session '${this.session}' has another owner now`);
  }
}

/** Ends every earlier lease of the session. */
export function takeLease(db: Database, clock: Clock, session: SessionName, generation: number): Lease {
  const change = { generation, taken_at: clock.now().getTime() };
  const insert = db.query.insertInto('session_lease').values({ session, fence: 1, ...change });
  const take = insert.onConflict((known) =>
    known.column('session').doUpdateSet((eb) => ({ fence: eb('session_lease.fence', '+', 1), ...change })),
  );
  const { fence } = db.runReturning<{ fence: number }>(take.returning('fence'));
  return new Lease(db, session, fence);
}

/** These change nothing; everything else that a store can do counts as a write. */
const READS = new Set(['get', 'has', 'load', 'pending']);

/** The same store, whose writes are refused once the lease has ended. */
export function leased<Store extends object>(store: Store, lease: Lease): Store {
  const methods: Record<string, unknown> = {};
  for (const name of methodsOf(store)) {
    const method = (store as Record<string, (...args: unknown[]) => unknown>)[name];
    methods[name] = READS.has(name)
      ? method?.bind(store)
      : (...args: unknown[]) => {
          lease.require();
          return method?.apply(store, args);
        };
  }
  return methods as Store;
}

function methodsOf(store: object): string[] {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(store) as object);
  return names.filter((name) => name !== 'constructor' && typeof Reflect.get(store, name) === 'function');
}
