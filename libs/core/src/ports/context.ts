import type { Clock } from '../clock.js';
import type { Fact } from '../events.js';
import type { Jid, MessageId, SessionName } from '../ids.js';
import type { Logger } from '../logger.js';
import type { HistoryBatch } from '../model/history.js';

/** What an engine gets for its one session. Everything durable is reached through here; engines own no storage. */
export interface EngineContext {
  readonly session: SessionName;
  readonly keys: KeyStore;
  readonly credentials: CredentialStore;
  readonly journal: Journal;
  readonly sent: SentStore;
  readonly history: HistoryStore;
  readonly originals: OriginalStore;
  /** Everybody with whom the account has a chat, each once; a status goes to them. */
  acquaintances(): Jid[];
  /** After how many seconds messages of this chat disappear, under any alias of it; 0: they stay. */
  disappearingSeconds(chat: Jid): number;
  /** For files of the session (media on the way in or out, a browser profile). Exists, mode 0700. */
  readonly dataDirectory: string;
  /**
   * Writes facts to the event log, in one transaction and in this order; they are durable when it returns.
   * @throws StorageError when they could not be stored: then nothing may be acknowledged to WhatsApp.
   */
  emit(...facts: Fact[]): void;
  /** Waits for this session's turn to open a connection; one budget for all sessions. */
  permitConnect(signal: AbortSignal): Promise<void>;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Uniform in [0, 1); for jitter only. */
  readonly random: () => number;
}

/** Signal keys of one session. Every change is one transaction; when it is durable says {@link Journal.secure}. */
export interface KeyStore {
  get(type: string, ids: readonly string[]): Map<string, Uint8Array>;
  /** `value` null deletes. @throws StorageError; then nothing of it was written. */
  set(changes: readonly KeyChange[]): void;
}

export interface KeyChange {
  type: string;
  id: string;
  value: Uint8Array | null;
}

/**
 * The identity of a linked device. *Absent* and *unreadable* are different answers: only an absent identity may be
 * replaced by a new one.
 */
export interface CredentialStore {
  load(): StoredCredentials;
  /** One transaction; the last three versions are kept. */
  save(value: Uint8Array): void;
  /** Sets the identity and its keys aside (kept 30 days), so that the next start links anew. */
  archive(reason: string): void;
}

export type StoredCredentials =
  { kind: 'absent' } | { kind: 'found'; value: Uint8Array } | { kind: 'unreadable'; detail: string };

/**
 * Raw stanzas, on disk before the library sees them and until their facts are in the log.
 * Rows go `new` → `done`, or → `dead` when nothing can ever be made of them.
 */
export interface Journal {
  /** Synchronous. @throws StorageError: the stanza must then not be acknowledged. */
  add(stanza: RawStanza): JournalRow;
  /** Rows that are still `new`, oldest first. */
  pending(): JournalRow[];
  /**
   * In one transaction: the facts enter the log, the row is done, the plaintexts of `cleared` are forgotten and
   * `originals` are kept, see {@link OriginalStore}: of facts that are news and that the read model accepts, so that
   * nobody changes what is kept of another's message.
   */
  settle(rid: number, facts: readonly Fact[], cleared?: readonly string[], originals?: readonly Original[]): void;
  /**
   * What journal, keys and sent bytes were given outlives a crash of the process at once, and a power cut when this
   * resolves; only then may anything leave that says so. Not asked for, it happens by itself within a turn of the event loop, and
   * events are announced no earlier.
   * @throws StorageError
   */
  secure(): Promise<void>;
  /** Counts one more failed attempt; the row stays `new`. */
  retryLater(rid: number): void;
  bury(rid: number, reason: string): void;
}

export interface RawStanza {
  tag: string;
  id: string;
  from: string;
  receivedAt: Date;
  /** The whole stanza in the engine's own encoding. */
  node: Uint8Array;
}

export interface JournalRow extends RawStanza {
  rid: number;
  attempts: number;
}

/** Exact bytes of what was sent, for retries and for recipients that ask again. Kept 30 days. */
export interface SentStore {
  /** Found under any alias of the chat. */
  get(chat: Jid, id: MessageId): Uint8Array | undefined;
  /** Written before the first byte leaves, see {@link Journal.secure}; the first bytes of an id win. */
  keep(chat: Jid, id: MessageId, bytes: Uint8Array): void;
}

/** Where the past goes that the phone hands over after linking: into the read model, never into the event log. */
export interface HistoryStore {
  /**
   * One transaction. Adding a batch again changes nothing, and what live events have told is never overwritten.
   * @throws StorageError
   */
  add(batch: HistoryBatch): void;
}

/** A message in the engine's own encoding. */
export interface Original {
  chat: Jid;
  id: MessageId;
  bytes: Uint8Array;
}

/**
 * The account's messages, for acts that speak about one of them: quoting and forwarding need it word for word. What was
 * sent through us is in {@link SentStore}.
 */
export interface OriginalStore {
  /** Whether the log tells of this message, under any alias of the chat. */
  has(chat: Jid, id: MessageId): boolean;
  /** Under any alias of the chat; `undefined` also where the message is older than 30 days. */
  get(chat: Jid, id: MessageId): Uint8Array | undefined;
  /** The last bytes of an id win: an edit replaces what was said. */
  keep(original: Original): void;
}
