import { failpoint, type Logger, silentLogger } from '@columba/core';
import type SqliteDatabase from 'better-sqlite3';
import type { Compilable } from 'kysely';
import { isDatabaseFailure, storageError } from './errors.js';
import { DiskLine, type LogSync } from './disk-line.js';
import { Ownership } from './ownership.js';
import { query } from './query.js';

const NO_LOG: LogSync = () => Promise.resolve();

/**
 * Called before each write, and before each commit of several, with its number, 1, 2, 3 …; a throw makes that write
 * fail. For fault tests.
 */
export type BeforeWrite = (n: number) => void;

export interface DatabaseOptions {
  beforeWrite?: BeforeWrite | undefined;
  /** Stands before each wait for the disk; a throw makes it fail. For fault tests. */
  beforeSync?: (() => Promise<void>) | undefined;
  /** Brings what was committed to the disk, as SQLite's own `synchronous = FULL` does. */
  log?: LogSync | undefined;
  logger?: Logger | undefined;
  /** Hears, once, that another process has taken over the database. */
  onOwnershipLost?: (() => void) | undefined;
}

/** When a commit is on the disk: before it returns, some time, or soon after this turn of the event loop. */
type Durability = 'synced' | 'unsynced' | 'held';

/**
 * The one writing handle. Kysely builds and types the SQL; execution is synchronous, so a transaction can never be
 * interleaved with another part's writes and never outlives the call that began it.
 */
export class Database {
  /** Builds queries; those on the way of every message are built once, see `statement.ts`. */
  readonly query = query;
  private readonly statements = new Map<string, SqliteDatabase.Statement>();
  private readonly beforeWrite: BeforeWrite;
  private readonly logger: Logger;
  private readonly atomically: SqliteDatabase.Transaction<(work: () => unknown) => unknown>;
  private readonly line: DiskLine;
  private readonly ownership: Ownership;
  private durability: Durability = 'synced';
  private waitsForDisk = true;
  private syncing: NodeJS.Immediate | undefined;
  private writes = 0;
  private undone = 0;

  constructor(
    private readonly raw: SqliteDatabase.Database,
    {
      beforeWrite = () => {},
      beforeSync = () => Promise.resolve(),
      log = NO_LOG,
      logger = silentLogger,
      onOwnershipLost = () => {},
    }: DatabaseOptions = {},
  ) {
    this.beforeWrite = beforeWrite;
    this.logger = logger;
    this.atomically = raw.transaction((work) => work());
    this.ownership = new Ownership(raw, onOwnershipLost);
    const failed = (error: unknown) => this.logger.error('what follows a commit failed', { error });
    this.line = new DiskLine(this.watched(log, beforeSync), failed);
  }

  /**
   * Makes this process the only one whose writes count; those of an earlier owner, if it still lives, are refused from
   * now on.
   * @returns the number of this owner, higher than any before
   */
  claim(at: Date): number {
    return this.attempt(() => {
      this.beginWrite();
      return this.ownership.claim(at);
    });
  }

  all<Row>(query: Compilable<Row>): Row[] {
    return this.attempt(() => this.execute(query, (statement, values) => statement.all(...values) as Row[]));
  }

  first<Row>(query: Compilable<Row>): Row | undefined {
    return this.attempt(() => this.execute(query, (statement, values) => statement.get(...values) as Row | undefined));
  }

  /** Inserts, updates or deletes; returns the number of rows and the last row id. */
  run(query: Compilable): { changes: number; id: number } {
    return this.alone(() => {
      this.beginWrite();
      const done = this.execute(query, (statement, values) => statement.run(...values));
      return { changes: done.changes, id: Number(done.lastInsertRowid) };
    });
  }

  /** Like {@link run}, for a write that says what became of one row (`returning`). */
  runReturning<Row>(query: Compilable<Row>): Row {
    return this.alone(() => {
      this.beginWrite();
      return this.execute(query, (statement, values) => statement.get(...values) as Row);
    });
  }

  /**
   * All of `work` or nothing of it. Inside another transaction it becomes part of that one, and is undone alone if only
   * it fails.
   * @throws StorageError when the database refuses; whatever `work` throws otherwise.
   */
  transaction<Result>(work: () => Result): Result {
    const followersBefore = this.line.length;
    const isOutermost = !this.raw.inTransaction;
    let result: Result;
    if (isOutermost) this.waitForDisk(this.durability === 'synced');
    try {
      result = this.attempt(() => this.atomically.immediate(() => this.guarded(work, isOutermost)) as Result);
    } catch (error) {
      this.line.forget(followersBefore);
      this.forgetReads();
      throw error;
    }
    if (isOutermost) this.committed(followersBefore);
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
   * Like {@link transaction}, but what follows from it ({@link onCommit}) waits for the disk, once for all that is
   * committed in this turn of the event loop; without followers it waits for the next {@link sync} or ordinary
   * transaction. A crash of the process undoes none of it.
   */
  heldTransaction<Result>(work: () => Result): Result {
    return this.withDurability('held', work);
  }

  /** Another number when what was read may hold no longer, see {@link ReadCache}. */
  get epoch(): number {
    return this.undone;
  }

  /** Whole tables were written: nothing that was read holds any longer. */
  forgetReads(): void {
    this.undone += 1;
  }

  /** Events from this position on are not on the disk yet; absent when all are. */
  get firstHeldPos(): number | undefined {
    return this.line.firstPos;
  }

  /**
   * What was held so far is on the disk, and announced, when it resolves. The event loop goes on meanwhile.
   * @throws StorageError; it is held still.
   */
  async sync(): Promise<void> {
    try {
      await this.line.soon();
    } catch (error) {
      throw storageError(error);
    }
  }

  /** Runs once the present transaction is durable; never when it is rolled back. @param pos of the event it is about */
  onCommit(callback: () => void, pos?: number): void {
    const before = this.line.length;
    this.line.add(callback, pos);
    if (!this.raw.inTransaction) this.line.tellFrom(before);
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

  /** A single write, in one transaction with the question whether the database is still ours. */
  private alone<Result>(write: () => Result): Result {
    if (this.raw.inTransaction) return this.attempt(write);
    this.waitForDisk(true);
    const done = this.attempt(() => {
      const guardedWrite = () => {
        this.ownership.require();
        return write();
      };
      return this.atomically.immediate(guardedWrite) as Result;
    });
    this.line.release();
    return done;
  }

  private committed(followersBefore: number): void {
    const { durability } = this;
    // What follows may write, too.
    this.durability = 'synced';
    switch (durability) {
      case 'synced':
        return this.line.release();
      case 'unsynced':
        return this.line.tellFrom(followersBefore);
      case 'held':
        this.line.hold();
        // Without anything to tell, the next who must not go on without the disk brings it along.
        if (this.line.length > 0) this.syncing ??= setImmediate(() => void this.syncInTurn());
    }
  }

  private async syncInTurn(): Promise<void> {
    this.syncing = undefined;
    if (!this.raw.open) return;
    try {
      await this.line.soon();
    } catch (error) {
      // Who must not go on without it asks by itself.
      if (this.raw.open) this.logger.error('what was committed could not be brought to the disk', { error });
    }
  }

  /** Faults strike the way to the disk as they strike writes. Nobody hears of anything once the database is closed. */
  private watched(log: LogSync, beforeSync: () => Promise<void>): LogSync {
    return async () => {
      this.announceWrite();
      await beforeSync();
      await log();
      if (!this.raw.open) throw new Error('The database was closed meanwhile');
    };
  }

  private guarded<Result>(work: () => Result, isOutermost: boolean): Result {
    if (isOutermost) this.ownership.require();
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
