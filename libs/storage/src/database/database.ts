import { failpoint, type Logger, silentLogger } from '@columba/core';
import type SqliteDatabase from 'better-sqlite3';
import { type Compilable, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { isDatabaseFailure, OwnershipLostError, storageError } from './errors.js';
import type { Schema } from './schema.js';

/**
 * Called before each write, and before each commit of several, with its number, 1, 2, 3 …; a throw makes that write
 * fail. For fault tests.
 */
export type BeforeWrite = (n: number) => void;

export interface DatabaseOptions {
  beforeWrite?: BeforeWrite | undefined;
  logger?: Logger | undefined;
  /** Hears, once, that another process has taken over the database. */
  onOwnershipLost?: (() => void) | undefined;
}

/** When a commit is on the disk: before it returns, some time after, or some time after with its news waiting for it. */
type Durability = 'synced' | 'unsynced' | 'held';

/**
 * The one writing handle. Kysely builds and types the SQL; execution is synchronous, so a transaction can never be
 * interleaved with another part's writes and never outlives the call that began it.
 */
export class Database {
  /** Builds queries; it has no connection of its own. */
  readonly query = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  private readonly statements = new Map<string, SqliteDatabase.Statement>();
  private readonly beforeWrite: BeforeWrite;
  private readonly logger: Logger;
  private readonly atomically: SqliteDatabase.Transaction<(work: () => unknown) => unknown>;
  /** What follows from commits, the oldest first. Outside a transaction: from those that may not be on the disk yet. */
  private afterCommit: (() => void)[] = [];
  private durability: Durability = 'synced';
  private writes = 0;
  /** Ours, since {@link claim}. */
  private generation: number | undefined;
  private onOwnershipLost: () => void;

  constructor(
    private readonly raw: SqliteDatabase.Database,
    { beforeWrite = () => {}, logger = silentLogger, onOwnershipLost = () => {} }: DatabaseOptions = {},
  ) {
    this.onOwnershipLost = onOwnershipLost;
    this.beforeWrite = beforeWrite;
    this.logger = logger;
    this.atomically = raw.transaction((work) => work());
  }

  /**
   * Makes this process the only one whose writes count; those of an earlier owner, if it still lives, are refused from
   * now on. The lock of the directory says who is alive; this holds where that lock does not, as on a network disk.
   * @returns the number of this owner, higher than any before
   */
  claim(at: Date): number {
    const taken_at = at.getTime();
    const insert = this.query.insertInto('ownership').values({ id: 1, generation: 1, taken_at });
    const claim = insert.onConflict((known) =>
      known.column('id').doUpdateSet((eb) => ({ generation: eb('ownership.generation', '+', 1), taken_at })),
    );
    this.generation = undefined;
    const { generation } = this.transaction(() =>
      this.runReturning<{ generation: number }>(claim.returning('generation')),
    );
    this.generation = generation;
    return generation;
  }

  all<Row>(query: Compilable<Row>): Row[] {
    return this.attempt(() => this.execute(query, (statement, values) => statement.all(...values) as Row[]));
  }

  first<Row>(query: Compilable<Row>): Row | undefined {
    return this.attempt(() => this.execute(query, (statement, values) => statement.get(...values) as Row | undefined));
  }

  /** Inserts, updates or deletes; returns the number of rows and the last row id. */
  run(query: Compilable): { changes: number; id: number } {
    return this.owned(() => {
      this.announceWrite();
      const done = this.execute(query, (statement, values) => statement.run(...values));
      this.announceHeld();
      return { changes: done.changes, id: Number(done.lastInsertRowid) };
    });
  }

  /** Like {@link run}, for a write that says what became of one row (`returning`). */
  runReturning<Row>(query: Compilable<Row>): Row {
    return this.owned(() => {
      this.announceWrite();
      const row = this.execute(query, (statement, values) => statement.get(...values) as Row);
      this.announceHeld();
      return row;
    });
  }

  /**
   * All of `work` or nothing of it. Inside another transaction it becomes part of that one, and is undone alone if only
   * it fails.
   * @throws StorageError when the database refuses; whatever `work` throws otherwise.
   */
  transaction<Result>(work: () => Result): Result {
    const announcedBefore = this.afterCommit.length;
    const isOutermost = !this.raw.inTransaction;
    let result: Result;
    try {
      result = this.attempt(() => this.atomically.immediate(() => this.guarded(work, isOutermost)) as Result);
    } catch (error) {
      this.afterCommit.length = announcedBefore;
      throw error;
    }
    if (isOutermost && this.durability !== 'held') this.announce(this.durability === 'synced' ? 0 : announcedBefore);
    return result;
  }

  /**
   * Like {@link transaction}, without waiting for the disk: a crash of the process does not undo it; a power cut may,
   * as a whole, unless an ordinary write came after it. For what is simply done again then.
   */
  unsyncedTransaction<Result>(work: () => Result): Result {
    return this.withDurability('unsynced', work);
  }

  /**
   * Like {@link unsyncedTransaction}, and what follows from it ({@link onCommit}) waits until it is on the disk, for the
   * next ordinary write or {@link sync}: many small ones share one wait.
   */
  heldTransaction<Result>(work: () => Result): Result {
    return this.withDurability('held', work);
  }

  /** Whether something is committed of which nobody has heard because it may not be on the disk. */
  get holds(): boolean {
    return this.afterCommit.length > 0 && !this.raw.inTransaction;
  }

  /**
   * Everything committed so far is on the disk when this returns.
   * @throws StorageError
   */
  sync(): void {
    this.attempt(() => {
      this.announceWrite();
      // The smallest write there is: the log is synced as a whole.
      this.raw.pragma(`user_version = ${Number(this.raw.pragma('user_version', { simple: true }))}`);
      this.announceHeld();
    });
  }

  /** Runs once the present transaction is durable; never when it is rolled back. */
  onCommit(callback: () => void): void {
    this.afterCommit.push(callback);
    if (!this.raw.inTransaction) this.announce(this.afterCommit.length - 1);
  }

  private withDurability<Result>(durability: Durability, work: () => Result): Result {
    if (this.raw.inTransaction) return this.transaction(work);
    this.raw.pragma('synchronous = NORMAL');
    this.durability = durability;
    try {
      return this.transaction(work);
    } finally {
      this.durability = 'synced';
      this.raw.pragma('synchronous = FULL');
    }
  }

  /** A single write, in one transaction with the question whether the database is still ours. */
  private owned<Result>(write: () => Result): Result {
    if (this.raw.inTransaction || this.generation === undefined) return this.attempt(write);
    const alone = () => {
      this.requireOwnership();
      return write();
    };
    return this.attempt(() => this.atomically.immediate(alone) as Result);
  }

  private requireOwnership(): void {
    if (this.generation === undefined) return;
    const present = this.first(this.query.selectFrom('ownership').select('generation'))?.generation;
    if (present === this.generation) return;
    const tell = this.onOwnershipLost;
    this.onOwnershipLost = () => {};
    tell();
    throw new OwnershipLostError('Another process has taken over the data directory');
  }

  private guarded<Result>(work: () => Result, isOutermost: boolean): Result {
    if (isOutermost) this.requireOwnership();
    const result = work();
    if (isOutermost) this.announceWrite();
    return result;
  }

  private announceWrite(): void {
    try {
      this.beforeWrite(++this.writes);
      failpoint('storage.write');
    } catch (error) {
      throw storageError(error);
    }
  }

  /** An ordinary write has synced the log, and with it what was held. */
  private announceHeld(): void {
    if (this.holds) this.announce(0);
  }

  /** What is committed stays so: a callback that fails must not look like a failed write. */
  private announce(from: number): void {
    for (const callback of this.afterCommit.splice(from)) {
      try {
        callback();
      } catch (error) {
        this.logger.error('what follows a commit failed', { error });
      }
    }
  }

  private execute<Result>(
    query: Compilable,
    use: (statement: SqliteDatabase.Statement, values: readonly unknown[]) => Result,
  ): Result {
    const { sql, parameters } = query.compile();
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.raw.prepare(sql)));
    return use(statement, parameters);
  }

  private attempt<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      throw isDatabaseFailure(error) ? storageError(error) : error;
    }
  }
}
