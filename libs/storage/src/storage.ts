import { randomBytes } from 'node:crypto';
import type {
  Clock,
  CredentialStore,
  Fact,
  HistoryStore,
  Jid,
  Journal,
  KeyStore,
  Logger,
  OriginalStore,
  SentStore,
  SessionName,
} from '@columba/core';
import { type BeforeWrite, Database } from './database/database.js';
import { openDatabase } from './database/open.js';
import { HistoryIntake } from './history/history-intake.js';
import { PastStore } from './history/past.store.js';
import { Identities } from './inbox/identities.js';
import { Inbox } from './inbox/inbox.js';
import { Observations } from './inbox/observations.js';
import { ReadModel } from './inbox/read-model.js';
import { Settlement } from './inbox/settlement.js';
import { DeliveryRepository } from './consumers/delivery.repository.js';
import { LogRetention } from './consumers/log-retention.js';
import { PullConsumerRepository } from './consumers/pull-consumer.repository.js';
import { WebhookRepository } from './consumers/webhook.repository.js';
import { sweep } from './retention.js';
import { ApiKeyRepository } from './repositories/api-key.repository.js';
import { AuditRepository } from './repositories/audit.repository.js';
import { ChatLabelRepository } from './repositories/chat-label.repository.js';
import { ChatRepository } from './repositories/chat.repository.js';
import { ConsumerRepository } from './repositories/consumer.repository.js';
import { ContactRepository } from './repositories/contact.repository.js';
import { EventRepository } from './repositories/event.repository.js';
import { GroupRepository } from './repositories/group.repository.js';
import { IdempotencyRepository } from './repositories/idempotency.repository.js';
import { MessageRepository } from './repositories/message.repository.js';
import { OpinionRepository } from './repositories/opinion.repository.js';
import { PeopleRepository } from './repositories/people.repository.js';
import { ReceiptRepository } from './repositories/receipt.repository.js';
import { SendHistory } from './repositories/send-history.js';
import { SendRepository } from './repositories/send.repository.js';
import { SessionRepository } from './repositories/session.repository.js';
import { SqliteCredentialStore } from './session/credential.store.js';
import { type Rewording, SqliteJournal } from './session/journal.store.js';
import { SqliteKeyStore } from './session/key.store.js';
import { leased, Leases } from './session/lease.js';
import { SqliteOriginalStore } from './session/original.store.js';
import { SqliteSentStore } from './session/sent.store.js';

export interface StorageOptions {
  /** Made with mode 0700 when it is not there. Belongs to one process at a time. */
  directory: string;
  clock: Clock;
  beforeWrite?: BeforeWrite;
  /** Stands before each wait for the disk. For fault tests. */
  beforeSync?: () => Promise<void>;
  /** Hears of listeners that failed; nothing else is logged here. */
  logger?: Logger;
  /** Another process has taken over the directory, past its lock: everything here is refused from now on. */
  onOwnershipLost?: () => void;
}

/** What a session's engine gets of the storage. */
export interface SessionStores {
  keys: KeyStore;
  credentials: CredentialStore;
  journal: Journal;
  sent: SentStore;
  history: HistoryStore;
  originals: OriginalStore;
  acquaintances: () => Jid[];
  disappearingSeconds: (chat: Jid) => number;
}

/** The same for as long as nobody takes the session over, with the way into the log. */
export interface LeasedStores extends SessionStores {
  emit: (...facts: Fact[]) => void;
}

/**
 * Opens the database of a data directory.
 * @throws StorageError with one sentence for a person: in use, not writable, damaged, or of a newer version.
 */
export function openStorage(options: StorageOptions): Storage {
  const { directory, clock, beforeWrite, beforeSync, logger, onOwnershipLost } = options;
  const { raw, log, release } = openDatabase(directory, () => clock.now());
  const close = () => {
    try {
      raw.close();
    } finally {
      release();
    }
  };
  try {
    return new Storage(new Database(raw, { beforeWrite, beforeSync, log, logger, onOwnershipLost }), clock, close);
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
  readonly receipts: ReceiptRepository;
  /** Reactions, and votes in polls. */
  readonly opinions: OpinionRepository;
  readonly chats: ChatRepository;
  readonly contacts: ContactRepository;
  readonly groups: GroupRepository;
  readonly sends: SendRepository;
  readonly sendHistory: SendHistory;
  readonly idempotency: IdempotencyRepository;
  readonly consumers: ConsumerRepository;
  readonly pullConsumers: PullConsumerRepository;
  readonly audit: AuditRepository;
  readonly chatLabels: ChatLabelRepository;
  readonly webhooks: WebhookRepository;
  readonly deliveries: DeliveryRepository;
  readonly logRetention: LogRetention;
  readonly inbox: Inbox;
  /** What WhatsApp answered when it was asked. */
  readonly observations: Observations;
  /** The past that the phone hands over, however much it is. */
  readonly history: HistoryIntake;
  /** 32 bytes, made once per installation; message ids and pseudonyms are derived from it. */
  readonly installKey: Uint8Array;
  private readonly identities: Identities;
  private readonly readModel: ReadModel;
  private open = true;
  private readonly leases: Leases;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly closeFiles: () => void,
  ) {
    this.leases = new Leases(db, clock, db.claim(clock.now()));
    this.sessions = new SessionRepository(db, clock);
    this.apiKeys = new ApiKeyRepository(db, clock);
    this.events = new EventRepository(db);
    this.people = new PeopleRepository(db, clock);
    this.messages = new MessageRepository(db);
    this.receipts = new ReceiptRepository(db, this.people);
    this.opinions = new OpinionRepository(db, this.people);
    this.chats = new ChatRepository(db, this.people, this.messages);
    this.chatLabels = new ChatLabelRepository(db, this.people);
    this.audit = new AuditRepository(db);
    this.pullConsumers = new PullConsumerRepository(db, clock);
    this.contacts = new ContactRepository(db, this.people);
    this.groups = new GroupRepository(db, this.people);
    this.idempotency = new IdempotencyRepository(db, clock);
    const settlement = new Settlement(this);
    this.sends = new SendRepository(db, clock, this.idempotency, settlement);
    this.sendHistory = new SendHistory(db);
    this.consumers = new ConsumerRepository(db, clock);
    this.identities = new Identities(this.people);
    const { people, identities } = this;
    const readModel = new ReadModel(this);
    this.readModel = readModel;
    const inbox = new Inbox({ db, clock, people, identities, readModel, settlement });
    this.inbox = inbox;
    this.observations = new Observations({ db, clock, inbox, identities, people, readModel });
    this.history = new HistoryIntake({ db, clock, inbox, past: (session) => this.past(session) });
    this.webhooks = new WebhookRepository(db, clock);
    this.deliveries = new DeliveryRepository(db, clock);
    this.logRetention = new LogRetention(db, clock);
    this.installKey = this.loadInstallKey();
  }

  forSession(session: SessionName): SessionStores {
    const { db, clock, inbox, people } = this;
    const originals = new SqliteOriginalStore(db, clock, people, session);
    return {
      keys: new SqliteKeyStore(db, clock, session),
      credentials: new SqliteCredentialStore(db, clock, session),
      journal: new SqliteJournal(db, clock, inbox, originals, this.rewording(session), session),
      sent: new SqliteSentStore(db, clock, people, session),
      history: this.past(session),
      originals,
      acquaintances: () => this.chats.partners(session),
      disappearingSeconds: (chat) => this.chats.disappearingSeconds(session, people.resolve(session, chat)),
    };
  }

  /**
   * Takes the session over: from now on the writes of whoever had it before are refused, however long that lives.
   * @throws StorageError
   */
  takeSession(session: SessionName): LeasedStores {
    const lease = this.leases.take(session);
    const { acquaintances, disappearingSeconds, ...stores } = this.forSession(session);
    return {
      keys: leased(stores.keys, lease),
      credentials: leased(stores.credentials, lease),
      journal: leased(stores.journal, lease),
      sent: leased(stores.sent, lease),
      history: leased(stores.history, lease),
      originals: leased(stores.originals, lease),
      acquaintances,
      disappearingSeconds,
      emit: (...facts) => {
        lease.require();
        this.inbox.take(session, facts);
      },
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

  /** What was stored so far is on the disk, and its events are announced, when it resolves. @throws StorageError */
  secure(): Promise<void> {
    return this.db.sync();
  }

  /** Whether the database takes writes: it is given a small one. */
  healthy(): boolean {
    if (!this.open) return false;
    const written = { checked_at: this.clock.now().getTime() };
    const insert = this.db.query.insertInto('write_check').values({ id: 1, ...written });
    try {
      this.db.run(insert.onConflict((conflict) => conflict.column('id').doUpdateSet(written)));
      return true;
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

  private rewording(session: SessionName): Rewording {
    return (events, { id, chat }) => {
      const named = { id, chat: this.people.resolve(session, chat) };
      return events.some((event) => this.readModel.messages.rewords(session, event, named));
    };
  }

  private past(session: SessionName): PastStore {
    const { db, inbox, identities, people, messages, opinions, chats } = this;
    return new PastStore({ db, inbox, identities, people, messages, opinions, chats }, session);
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
