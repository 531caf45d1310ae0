import { failpoint, type Logger, silentLogger } from '@columba/core';
import type SqliteDatabase from 'better-sqlite3';
import { type Compilable, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { isDatabaseFailure, storageError } from './errors.js';
import type { Schema } from './schema.js';

/**
 * Called before each write, and before each commit of several, with its number, 1, 2, 3 …; a throw makes that write
 * fail. For fault tests.
 */
export type BeforeWrite = (n: number) => void;

export interface DatabaseOptions {
  beforeWrite?: BeforeWrite | undefined;
  /** Brings what was committed to the disk, as SQLite's own `synchronous = FULL` does. */
  syncLog?: (() => void) | undefined;
  logger?: Logger | undefined;
}

/** When a commit is on the disk: before it returns, some time, or within this turn of the event loop. */
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
  private readonly syncLog: () => void;
  private readonly atomically: SqliteDatabase.Transaction<(work: () => unknown) => unknown>;
  /** What follows from commits, the oldest first. Outside a transaction: from those that are held. */
  private afterCommit: (() => void)[] = [];
  private durability: Durability = 'synced';
  private waitsForDisk = true;
  /** Something is committed that must be on the disk before anybody hears of it. */
  private holding = false;
  private syncing: NodeJS.Immediate | undefined;
  private writes = 0;

  constructor(
    private readonly raw: SqliteDatabase.Database,
    { beforeWrite = () => {}, syncLog = () => {}, logger = silentLogger }: DatabaseOptions = {},
  ) {
    this.beforeWrite = beforeWrite;
    this.logger = logger;
    this.syncLog = syncLog;
    this.atomically = raw.transaction((work) => work());
  }

  all<Row>(query: Compilable<Row>): Row[] {
    return this.attempt(() => this.execute(query, (statement, values) => statement.all(...values) as Row[]));
  }

  first<Row>(query: Compilable<Row>): Row | undefined {
    return this.attempt(() => this.execute(query, (statement, values) => statement.get(...values) as Row | undefined));
  }

  /** Inserts, updates or deletes; returns the number of rows and the last row id. */
  run(query: Compilable): { changes: number; id: number } {
    return this.attempt(() => {
      this.beginWrite();
      const done = this.execute(query, (statement, values) => statement.run(...values));
      this.endWrite();
      return { changes: done.changes, id: Number(done.lastInsertRowid) };
    });
  }

  /** Like {@link run}, for a write that says what became of one row (`returning`). */
  runReturning<Row>(query: Compilable<Row>): Row {
    return this.attempt(() => {
      this.beginWrite();
      const row = this.execute(query, (statement, values) => statement.get(...values) as Row);
      this.endWrite();
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
    if (isOutermost) this.waitForDisk(this.durability === 'synced');
    try {
      result = this.attempt(() => this.atomically.immediate(() => this.guarded(work, isOutermost)) as Result);
    } catch (error) {
      this.afterCommit.length = announcedBefore;
      throw error;
    }
    if (isOutermost) this.committed(announcedBefore);
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
   * Like {@link transaction}, but the disk is waited for once for all that is committed in this turn of the event loop,
   * or at {@link sync}; what follows from it ({@link onCommit}) waits as well. A crash of the process undoes none of it.
   */
  heldTransaction<Result>(work: () => Result): Result {
    return this.withDurability('held', work);
  }

  /** Whether something is committed that nobody may hear of yet: it may not be on the disk. */
  get holds(): boolean {
    return this.holding;
  }

  /**
   * What was held so far is on the disk, and announced, when this returns.
   * @throws StorageError; it is held still.
   */
  sync(): void {
    if (!this.holding) return;
    this.attempt(() => {
      this.announceWrite();
      this.syncLog();
    });
    this.release();
  }

  /** Runs once the present transaction is durable; never when it is rolled back. */
  onCommit(callback: () => void): void {
    this.afterCommit.push(callback);
    if (!this.raw.inTransaction) this.announce(this.afterCommit.length - 1);
  }

  private withDurability<Result>(durability: Durability, work: () => Result): Result {
    if (this.raw.inTransaction) return this.transaction(work);
    this.durability = durability;
    try {
      return this.transaction(work);
    } finally {
      this.durability = 'synced';
    }
  }

  /** Whether SQLite itself waits at the next commit. */
  private waitForDisk(waits: boolean): void {
    if (waits !== this.waitsForDisk) this.raw.pragma(`synchronous = ${waits ? 'FULL' : 'NORMAL'}`);
    this.waitsForDisk = waits;
  }

  private beginWrite(): void {
    this.announceWrite();
    if (!this.raw.inTransaction) this.waitForDisk(true);
  }

  private endWrite(): void {
    if (!this.raw.inTransaction) this.release();
  }

  private committed(announcedBefore: number): void {
    switch (this.durability) {
      case 'synced':
        return this.release();
      case 'unsynced':
        return this.announce(announcedBefore);
      case 'held':
        this.holding = true;
        this.syncing ??= setImmediate(() => this.syncInTurn());
    }
  }

  private syncInTurn(): void {
    this.syncing = undefined;
    if (!this.raw.open) return;
    try {
      this.sync();
    } catch (error) {
      // Who must not go on without it asks by itself.
      this.logger.error('what was committed could not be brought to the disk', { error });
    }
  }

  /** The log is on the disk as a whole. */
  private release(): void {
    this.holding = false;
    this.announce(0);
  }

  private guarded<Result>(work: () => Result, isOutermost: boolean): Result {
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
