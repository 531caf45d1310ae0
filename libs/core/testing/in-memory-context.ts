import {
  isPerson,
  parseSessionName,
  silentLogger,
  type Clock,
  type EngineContext,
  type EventType,
  type Fact,
  type FactOf,
  type Jid,
  type Logger,
  type SessionName,
} from '../src/index.js';
import { Aliases } from './aliases.js';
import { FactLog } from './fact-log.js';
import {
  InMemoryCredentialStore,
  InMemoryHistoryStore,
  InMemoryJournal,
  InMemoryKeyStore,
  InMemoryOriginalStore,
  InMemorySentStore,
  WriteFaults,
} from './in-memory-stores.js';
import { ManualClock } from './manual-clock.js';
import { seededRandom } from './seeded-random.js';

export interface InMemoryContextOptions {
  session?: string;
  clock?: Clock;
  /** Must exist only where an engine under test really writes files. */
  dataDirectory?: string;
  random?: () => number;
  logger?: Logger;
  /** How long waits for a fact last; 4000 by default. */
  patienceMs?: number;
}

/** Everything an engine gets, kept in memory with the same promises as the real storage, and open to the test. */
export class InMemoryContext implements EngineContext {
  readonly session: SessionName;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly dataDirectory: string;
  readonly random: () => number;
  readonly facts: FactLog;
  readonly faults = new WriteFaults();
  readonly aliases = new Aliases();
  readonly keys = new InMemoryKeyStore(this.faults);
  readonly credentials = new InMemoryCredentialStore(this.faults, this.keys);
  readonly originals = new InMemoryOriginalStore(this.faults, this.aliases);
  readonly journal = new InMemoryJournal(
    this.faults,
    (facts) => this.write(facts),
    (original, news) => this.originals.putNews(original, news),
  );
  readonly sent = new InMemorySentStore(this.faults, this.aliases);
  readonly history = new InMemoryHistoryStore(this.faults);
  /** How often an engine was given leave to connect. */
  connects = 0;
  private readonly seen = new Set<string>();
  /** What the facts have told of disappearing messages, by chat. */
  private readonly timers = new Map<Jid, number>();

  constructor(options: InMemoryContextOptions = {}) {
    this.facts = new FactLog(options.patienceMs);
    this.session = parseSessionName(options.session ?? 'home');
    this.clock = options.clock ?? new ManualClock();
    this.logger = options.logger ?? silentLogger;
    this.dataDirectory = options.dataDirectory ?? '/in-memory';
    this.random = options.random ?? seededRandom();
  }

  acquaintances(): Jid[] {
    const chats = this.facts.all.flatMap(({ chat }) =>
      chat && isPerson(chat) ? [this.aliases.of(chat)[0] ?? chat] : [],
    );
    return [...new Set(chats)];
  }

  disappearingSeconds(chat: Jid): number {
    const told = this.aliases.of(chat).map((alias) => this.timers.get(alias));
    return told.find((seconds) => seconds !== undefined) ?? 0;
  }

  emit(...facts: Fact[]): void {
    this.faults.beforeWrite();
    this.write(facts);
  }

  async permitConnect(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.connects += 1;
  }

  /** The next fact of a type, see {@link FactLog.next}. */
  nextFact<T extends EventType>(type: T, where?: (fact: FactOf<T>) => boolean): Promise<FactOf<T>> {
    return this.facts.next(type, where);
  }

  /** Makes the next `writes` of any store fail with a StorageError, and change nothing. */
  failWrites(writes: number, cause?: unknown): void {
    this.faults.failNext(writes, cause);
  }

  private write(facts: readonly Fact[]): readonly Fact[] {
    const fresh = facts.filter((fact) => {
      this.aliases.learnFrom(fact.data);
      const spellings = this.aliases.spellings(fact.dedupe);
      const known = spellings.some((spelling) => this.seen.has(spelling));
      for (const spelling of spellings) this.seen.add(spelling);
      return !known;
    });
    for (const fact of fresh) this.originals.tell(fact);
    for (const { data } of fresh) {
      const chat =
        'chat' in data && typeof data.chat === 'object' ? data.chat : 'group' in data ? data.group : undefined;
      const seconds = typeof chat === 'object' ? chat.disappearingSeconds : undefined;
      if (typeof chat === 'object' && seconds !== undefined) this.timers.set(chat.id, seconds);
    }
    this.facts.add(fresh);
    return fresh;
  }
}

/** A context with the defaults that most tests want: session `home`, a manual clock, seeded jitter, no logging. */
export const anEngineContext = (options: InMemoryContextOptions = {}): InMemoryContext => new InMemoryContext(options);
