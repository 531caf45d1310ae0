import {
  fact,
  type Capabilities,
  type EngineService,
  type Jid,
  type MessageId,
  type OutgoingMedia,
} from '../../src/index.js';
import type { ContractHarness, EngineUnderTest, MediaTrouble } from '../contract/harness.js';
import type { ScriptedPerson } from '../contract/scripted.js';
import type { FactLog } from '../fact-log.js';
import { anEngineContext, type InMemoryContext } from '../in-memory-context.js';
import { ManualClock } from '../manual-clock.js';
import type { DisconnectCause } from '../disconnect-cause.js';
import type { FakeEngine, FakeEngineOptions } from './fake-engine.js';
import { fakeCapabilities } from './fake-gate.js';
import type { FakePerson } from './fake-person.js';
import { FakeWorld } from './fake-world.js';

/** Stages the contract in a {@link FakeWorld}. */
export class FakeHarness implements ContractHarness {
  readonly capabilities: Capabilities;
  private readonly clock = new ManualClock();
  private readonly world = new FakeWorld({ clock: this.clock });
  private sessions = 0;

  constructor(private readonly options: FakeEngineOptions = {}) {
    this.capabilities = fakeCapabilities(options.capabilities);
  }

  async start(): Promise<void> {}

  /** Rejects when anything went wrong in the world on the way. */
  stop(): Promise<void> {
    return this.world.settled();
  }

  async newEngine(): Promise<FakeUnderTest> {
    this.sessions += 1;
    const context = anEngineContext({ session: `session-${this.sessions}`, clock: this.clock });
    return new FakeUnderTest(this.world, context, this.world.person({ name: 'Owner' }), this.options);
  }

  async newLinkedEngine(): Promise<FakeUnderTest> {
    const made = await this.newEngine();
    await made.engine.start();
    const { pairing } = made.engine.session;
    if (pairing.kind !== 'qr') throw new Error('The fake engine shows no QR');
    await made.owner.link(pairing.text);
    await made.facts.next('session.state_changed', ({ data }) => data.state === 'connected');
    return made;
  }

  async contact(options: { phoneHidden?: boolean } = {}): Promise<ScriptedPerson> {
    return this.world.person(options);
  }

  strangerJid(): Jid {
    return this.world.strangerJid();
  }

  newMessageId(): MessageId {
    return this.world.newMessageId();
  }

  passTime(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }

  async outage(on: boolean): Promise<void> {
    this.world.outage = on;
  }

  async demandPasskey(on: boolean): Promise<void> {
    this.world.linking.passkeyDemanded = on;
  }
}

class FakeUnderTest implements EngineUnderTest {
  private current: FakeEngine;

  constructor(
    private readonly world: FakeWorld,
    private readonly context: InMemoryContext,
    readonly owner: FakePerson,
    private readonly options: FakeEngineOptions,
  ) {
    this.current = world.newEngine(context, options);
  }

  get engine(): EngineService {
    return this.current;
  }

  get facts(): FactLog {
    return this.context.facts;
  }

  async file(bytes: Uint8Array, mimeType: string, fileName?: string): Promise<OutgoingMedia> {
    return this.world.addFile(bytes, mimeType, fileName);
  }

  async restart(): Promise<void> {
    await this.current.stop();
    this.current = this.world.newEngine(this.context, this.options);
    await this.current.start();
  }

  async cut(cause: DisconnectCause, until?: Date): Promise<void> {
    this.current.disconnect(cause, until);
  }

  async refuseNewChats(refused: boolean): Promise<void> {
    const { account } = this.owner;
    account.newChatsRefused = refused;
    const told = fact('session.restricted', { kind: 'new_chats' }, ['restricted', String(this.world.serial())], {
      occurredAt: this.world.clock.now(),
    });
    if (refused) this.world.office.post(() => account.tell(told));
  }

  async refuseNextMessage(whatsappCode: number): Promise<void> {
    this.owner.account.refusals.push(whatsappCode);
  }

  async refuseQuestions(refused: boolean): Promise<void> {
    this.owner.account.questionsRefused = refused;
  }

  async mediaTrouble(trouble: MediaTrouble | undefined): Promise<void> {
    this.owner.account.mediaTrouble = trouble;
  }

  async makeCredentialsUnreadable(): Promise<void> {
    this.context.credentials.makeUnreadable();
  }

  async failWrites(writes: number): Promise<void> {
    this.context.failWrites(writes);
  }
}
