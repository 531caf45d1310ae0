import type SqliteDatabase from 'better-sqlite3';
import { type Compilable, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { isDatabaseFailure, storageError } from './errors.js';
import type { Schema } from './schema.js';

/** Called before each write with its number, 1, 2, 3 …; a throw makes that write fail. For fault tests. */
export type BeforeWrite = (n: number) => void;

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
  private afterCommit: (() => void)[] = [];
  private writes = 0;

  constructor(
    private readonly raw: SqliteDatabase.Database,
    private readonly beforeWrite: BeforeWrite = () => {},
  ) {}

  all<Row>(query: Compilable<Row>): Row[] {
    return this.attempt(() => this.prepare(query, (statement, values) => statement.all(...values) as Row[]));
  }

  first<Row>(query: Compilable<Row>): Row | undefined {
    return this.attempt(() => this.prepare(query, (statement, values) => statement.get(...values) as Row | undefined));
  }

  /** Inserts, updates or deletes; returns the number of rows and the last row id. */
  run(query: Compilable): { changes: number; id: number } {
    return this.attempt(() => {
      this.beforeWrite(++this.writes);
      const done = this.prepare(query, (statement, values) => statement.run(...values));
      return { changes: done.changes, id: Number(done.lastInsertRowid) };
    });
  }

  /**
   * All of `work` or nothing of it. Inside another transaction it becomes part of that one.
   * @throws StorageError when the database refuses; whatever `work` throws otherwise.
   */
  transaction<Result>(work: () => Result): Result {
    if (this.raw.inTransaction) return work();
    return this.attempt(() => {
      this.raw.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        if (result instanceof Promise) throw new TypeError('a transaction must not wait for anything');
        this.raw.exec('COMMIT');
        return result;
      } catch (error) {
        this.afterCommit = [];
        if (this.raw.inTransaction) this.raw.exec('ROLLBACK');
        throw error;
      } finally {
        this.announce();
      }
    });
  }

  /** Runs once the present transaction is durable; never when it is rolled back. */
  onCommit(callback: () => void): void {
    if (!this.raw.inTransaction) return callback();
    this.afterCommit.push(callback);
  }

  pragma(text: string): unknown {
    return this.attempt(() => this.raw.pragma(text, { simple: true }));
  }

  close(): void {
    this.raw.close();
  }

  private announce(): void {
    const callbacks = this.afterCommit;
    this.afterCommit = [];
    for (const callback of callbacks) callback();
  }

  private prepare<Result>(
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
