import type { Clock, SessionName } from '@columba/core';
import type { Database } from '../database/database.js';
import { OwnershipLostError } from '../database/errors.js';

/** The right to write for one session. Its number, the fence, is higher than that of every lease before. */
export interface Lease {
  readonly fence: number;
  /** @throws OwnershipLostError when a later lease was taken: whoever holds this one is a thing of the past. */
  require(): void;
}

/** Who may write for which session. Other processes are kept out by the number of the database's owner. */
export class Leases {
  /** The present fences; those in the database are read by nobody who may write. */
  private readonly fences = new Map<SessionName, number>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly generation: number,
  ) {}

  /** Ends every earlier lease of the session. @throws StorageError */
  take(session: SessionName): Lease {
    const change = { generation: this.generation, taken_at: this.clock.now().getTime() };
    const insert = this.db.query.insertInto('session_lease').values({ session, fence: 1, ...change });
    const take = insert.onConflict((known) =>
      known.column('session').doUpdateSet((eb) => ({ fence: eb('session_lease.fence', '+', 1), ...change })),
    );
    const { fence } = this.db.runReturning<{ fence: number }>(take.returning('fence'));
    this.fences.set(session, fence);
    return {
      fence,
      require: () => {
        if (this.fences.get(session) !== fence)
          throw new OwnershipLostError(`Session '${session}' has another owner now`);
      },
    };
  }
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
