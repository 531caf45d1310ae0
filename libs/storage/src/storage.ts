import { randomBytes } from 'node:crypto';
import type { Clock, CredentialStore, Journal, KeyStore, Logger, SentStore, SessionName } from '@columba/core';
import { type BeforeWrite, Database } from './database/database.js';
import { openDatabase } from './database/open.js';
import { Inbox } from './inbox/inbox.js';
import { ReadModel } from './inbox/read-model.js';
import { Settlement } from './inbox/settlement.js';
import { sweep } from './retention.js';
import { ApiKeyRepository } from './repositories/api-key.repository.js';
import { ChatRepository } from './repositories/chat.repository.js';
import { ConsumerRepository } from './repositories/consumer.repository.js';
import { EventRepository } from './repositories/event.repository.js';
import { IdempotencyRepository } from './repositories/idempotency.repository.js';
import { MessageRepository } from './repositories/message.repository.js';
import { PeopleRepository } from './repositories/people.repository.js';
import { SendHistory } from './repositories/send-history.js';
import { SendRepository } from './repositories/send.repository.js';
import { SessionRepository } from './repositories/session.repository.js';
import { SqliteCredentialStore } from './session/credential.store.js';
import { SqliteJournal } from './session/journal.store.js';
import { SqliteKeyStore } from './session/key.store.js';
import { SqliteSentStore } from './session/sent.store.js';

export interface StorageOptions {
  /** Made with mode 0700 when it is not there. Belongs to one process at a time. */
  directory: string;
  clock: Clock;
  beforeWrite?: BeforeWrite;
  /** Hears of listeners that failed; nothing else is logged here. */
  logger?: Logger;
}

/** What a session's engine gets of the storage. */
export interface SessionStores {
  keys: KeyStore;
  credentials: CredentialStore;
  journal: Journal;
  sent: SentStore;
}

/**
 * Opens the database of a data directory.
 * @throws StorageError with one sentence for a person: in use, not writable, damaged, or of a newer version.
 */
export function openStorage({ directory, clock, beforeWrite, logger }: StorageOptions): Storage {
  const { raw, release } = openDatabase(directory, () => clock.now());
  const close = () => {
    try {
      raw.close();
    } finally {
      release();
    }
  };
  try {
    return new Storage(new Database(raw, { beforeWrite, logger }), clock, close);
  } catch (error) {
    close();
    throw error;
  }
}

/** Everything that is kept. One SQLite file, one writer. */
export class Storage {
  readonly sessions: SessionRepository;
  readonly apiKeys: ApiKeyRepository;
  readonly events: EventRepository;
  readonly people: PeopleRepository;
  readonly messages: MessageRepository;
  readonly chats: ChatRepository;
  readonly sends: SendRepository;
  readonly sendHistory: SendHistory;
  readonly idempotency: IdempotencyRepository;
  readonly consumers: ConsumerRepository;
  readonly inbox: Inbox;
  /** 32 bytes, made once per installation; message ids and pseudonyms are derived from it. */
  readonly installKey: Uint8Array;
  private open = true;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly closeFiles: () => void,
  ) {
    this.sessions = new SessionRepository(db, clock);
    this.apiKeys = new ApiKeyRepository(db, clock);
    this.events = new EventRepository(db);
    this.people = new PeopleRepository(db, clock);
    this.messages = new MessageRepository(db);
    this.chats = new ChatRepository(db);
    this.sends = new SendRepository(db, clock, (send) => settlement.accepted(send));
    this.sendHistory = new SendHistory(db);
    this.idempotency = new IdempotencyRepository(db, clock);
    this.consumers = new ConsumerRepository(db, clock);
    const { sessions, people, messages, chats, sends } = this;
    const settlement = new Settlement({ sessions, people, messages, sends });
    const readModel = new ReadModel({ sessions, people, messages, chats });
    this.inbox = new Inbox({ db, clock, people, readModel, settlement });
    this.installKey = this.loadInstallKey();
    this.idempotency.releaseRunning();
  }

  forSession(session: SessionName): SessionStores {
    const { db, clock, inbox, people } = this;
    return {
      keys: new SqliteKeyStore(db, clock, session),
      credentials: new SqliteCredentialStore(db, clock, session),
      journal: new SqliteJournal(db, clock, inbox, session),
      sent: new SqliteSentStore(db, clock, people, session),
    };
  }

  /**
   * Removes what was kept for a time that is over: settled stanzas, hashes of decrypted texts, bytes of sends, archived
   * identities, answers to requests. Never long: it takes a batch of each, and is to be called again until it returns 0.
   * @returns how many rows were removed. @throws StorageError
   */
  sweep(now: Date): number {
    return sweep(this.db, now);
  }

  /** Whether the database answers. */
  healthy(): boolean {
    try {
      return this.open && this.events.lastPos() >= 0;
    } catch {
      return false;
    }
  }

  /** Safe to call twice. */
  close(): void {
    if (!this.open) return;
    this.open = false;
    this.closeFiles();
  }

  private loadInstallKey(): Uint8Array {
    const { query } = this.db;
    const insert = query.insertInto('install').values({ id: 1, install_key: randomBytes(32) });
    this.db.run(insert.onConflict((conflict) => conflict.doNothing()));
    const row = this.db.first(query.selectFrom('install').select('install_key'));
    if (!row) throw new Error('the install key was not stored');
    return row.install_key;
  }
}
