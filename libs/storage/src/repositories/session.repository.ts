import {
  ConflictError,
  NotFoundError,
  type Account,
  type Clock,
  type EngineKind,
  type SessionName,
} from '@columba/core';
import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import { ReadCache } from '../database/read-cache.js';
import type { Schema } from '../database/schema.js';
import { deserialize, serialize } from '../serializer.js';

export interface SessionRecord {
  name: SessionName;
  engine: EngineKind;
  autoStart: boolean;
  /** Known once it was linked. */
  account?: Account;
  createdAt: Date;
  /** When a phone accepted this device last; unknown where a link was taken over. */
  linkedAt?: Date;
}

/** What is known only because an account is linked: of another one it would be wrong. */
const OF_THE_ACCOUNT = [
  'raw_stanza',
  'decrypt_journal',
  'alias',
  'person',
  'event_key',
  'chat',
  'message',
  'receipt',
  'reaction',
  'vote',
  'chat_group',
  'group_member',
  'chat_label',
  'history_progress',
  'original',
] as const;

/** Everything that belongs to a session and goes with it. Its sequence and its fence stay, so that no number is used twice. */
const BELONGINGS = [
  ...OF_THE_ACCOUNT,
  'signal_key',
  'creds',
  'creds_history',
  'archived_identity',
  'event',
  'send',
  'sent_bytes',
] as const;

/** So many sessions are kept at hand. */
const REMEMBERED = 1_000;

export class SessionRepository {
  private readonly records: ReadCache<Readonly<SessionRecord>>;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    this.records = new ReadCache(db, REMEMBERED);
  }

  /** @throws ConflictError when the name is taken. */
  create({ name, engine, autoStart }: { name: SessionName; engine: EngineKind; autoStart: boolean }): SessionRecord {
    const created_at = this.clock.now().getTime();
    const row = { name, engine, auto_start: Number(autoStart), account: null, created_at, linked_at: null };
    const { changes } = this.db.run(
      this.db.query
        .insertInto('session')
        .values(row)
        .onConflict((conflict) => conflict.doNothing()),
    );
    if (changes === 0) throw new ConflictError(`A session '${name}' exists already`);
    return toSession(row);
  }

  get(name: string): Readonly<SessionRecord> | undefined {
    return this.records.get(name, () => {
      const row = this.db.first(this.db.query.selectFrom('session').selectAll().where('name', '=', name));
      return row && toSession(row);
    });
  }

  list(): SessionRecord[] {
    return this.db.all(this.db.query.selectFrom('session').selectAll().orderBy('name')).map(toSession);
  }

  /** @throws NotFoundError */
  update(
    name: SessionName,
    change: Partial<Pick<SessionRecord, 'engine' | 'autoStart' | 'account' | 'linkedAt'>>,
  ): SessionRecord {
    return this.db.transaction(() => {
      const known = this.get(name);
      if (!known) throw new NotFoundError(`There is no session '${name}'`);
      const { engine, autoStart, account, linkedAt } = { ...known, ...change };
      const row = {
        engine,
        auto_start: Number(autoStart),
        account: account ? serialize(account) : null,
        linked_at: linkedAt?.getTime() ?? null,
      };
      this.records.clear();
      this.db.run(this.db.query.updateTable('session').set(row).where('name', '=', name));
      return { ...known, ...change };
    });
  }

  /**
   * Forgets all that came with the account of a session that was unlinked and is stopped: its chats, messages, people.
   * What was told of them stays in the log, for those who have not read it yet.
   */
  forgetAccount(name: SessionName): void {
    this.db.transaction(() => {
      for (const table of OF_THE_ACCOUNT) this.db.run(this.db.query.deleteFrom(table).where('session', '=', name));
      this.db.run(
        this.db.query.updateTable('session').set({ account: null, linked_at: null }).where('name', '=', name),
      );
      this.db.forgetReads();
    });
  }

  /** Wipes the session with all its data. */
  delete(name: SessionName): void {
    this.db.transaction(() => {
      for (const table of BELONGINGS) this.db.run(this.db.query.deleteFrom(table).where('session', '=', name));
      this.db.run(this.db.query.deleteFrom('session').where('name', '=', name));
      this.db.forgetReads();
    });
  }
}

function toSession(row: Selectable<Schema['session']>): SessionRecord {
  return {
    name: row.name as SessionName,
    engine: row.engine as EngineKind,
    autoStart: row.auto_start === 1,
    ...(row.account === null ? {} : { account: deserialize<Account>(row.account) }),
    createdAt: new Date(row.created_at),
    ...(row.linked_at === null ? {} : { linkedAt: new Date(row.linked_at) }),
  };
}
