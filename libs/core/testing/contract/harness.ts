import type {
  Capabilities,
  EngineService,
  Jid,
  MessageId,
  OutgoingMedia,
  SessionState,
  StateReason,
} from '../../src/index.js';
import type { FactLog } from '../fact-log.js';
import type { DisconnectCause } from '../disconnect-cause.js';
import type { Topic } from './report.js';
import type { ScriptedPerson } from './scripted.js';

/** One engine with an account of its own, and what a test can do to its surroundings. */
export interface EngineUnderTest {
  /** The current one; {@link restart} makes another. */
  readonly engine: EngineService;
  /** Everything that the session has emitted, over restarts. */
  readonly facts: FactLog;
  /** Whose account it is, with the phone. */
  readonly owner: ScriptedPerson;
  /** A file below the session's data directory. */
  file(bytes: Uint8Array, mimeType: string, fileName?: string): Promise<OutgoingMedia>;
  /** Stops this engine and starts another one on the same stored data, as a new process does. */
  restart(): Promise<void>;
  /** WhatsApp ends the connection. `until`: the end of a temporary ban. */
  cut(cause: DisconnectCause, until?: Date): Promise<void>;
  /** WhatsApp refuses new chats of this account, or lets them again. */
  refuseNewChats(refused: boolean): Promise<void>;
  /** WhatsApp refuses the next message of this account with this number of its own. */
  refuseNextMessage(whatsappCode: number): Promise<void>;
  /** WhatsApp answers that it is asked too often about groups, or answers again. */
  refuseQuestions(refused: boolean): Promise<void>;
  /** What WhatsApp does with files from now on; `undefined`: as it should. */
  mediaTrouble(trouble: MediaTrouble | undefined): Promise<void>;
  /** The stored identity is there and cannot be read. */
  makeCredentialsUnreadable(): Promise<void>;
  /** The next `writes` to the storage fail. */
  failWrites(writes: number): Promise<void>;
}

/** On the way up it is refused; on the way down it is another file, or one that never ends. */
export type MediaTrouble = 'too_large' | 'wrong_type' | 'damaged' | 'endless';

/** Behaviours that cannot be staged. */
export interface Lack {
  /** Of any topic when absent. */
  topic?: Topic;
  /** Their titles. */
  titles: RegExp;
  reason: string;
}

/** What the contract needs to run on one kind of engine; neutral between the fake world and a simulator. */
export interface ContractHarness {
  /** The engine's own table, known before it runs. */
  readonly capabilities: Capabilities;
  /** What this harness cannot stage, with the reason; these tests are skipped and counted. */
  readonly lacks?: Partial<Record<Topic, string>>;
  /** The same for single behaviours of a topic, by their titles. */
  readonly lacksBehaviours?: readonly Lack[];
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Neither linked nor started. */
  newEngine(): Promise<EngineUnderTest>;
  newLinkedEngine(): Promise<EngineUnderTest>;
  contact(options?: { phoneHidden?: boolean }): Promise<ScriptedPerson>;
  /** An address of the right form that has no account. */
  strangerJid(): Jid;
  newMessageId(): MessageId;
  /**
   * Lets so much time pass for WhatsApp and for engines, as far as it is under control. In a harness that runs in real
   * time it may return at once, when it has shortened what the engine waits for.
   */
  passTime(ms: number): Promise<void>;
  /** Nobody can connect. */
  outage(on: boolean): Promise<void>;
  /** Linking asks for a passkey. */
  demandPasskey(on: boolean): Promise<void>;
}

/** Where a session must come to rest after each kind of disconnect. */
export const EXPECTED_AFTER: Record<DisconnectCause, { state: SessionState; reason?: StateReason; returns: boolean }> =
  {
    lost: { state: 'reconnecting', reason: 'connection_lost', returns: true },
    server_error: { state: 'reconnecting', reason: 'server_error', returns: true },
    restart: { state: 'connecting', reason: 'restart_required', returns: true },
    replaced: { state: 'replaced', reason: 'conflict', returns: false },
    unlinked: { state: 'logged_out', reason: 'unlinked', returns: false },
    temporary_ban: { state: 'banned', reason: 'temporary', returns: true },
    banned: { state: 'banned', reason: 'account_locked', returns: false },
    outdated: { state: 'client_outdated', reason: 'version_refused', returns: false },
    multidevice_mismatch: { state: 'failed', reason: 'multidevice_mismatch', returns: false },
  };
