import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineFactory, EngineService, OutgoingMedia } from '@columba/core';
import type { EngineUnderTest } from '@columba/core/contract';
import { anEngineContext, type FactLog, type InMemoryContext } from '@columba/core/testing';
import type { OperationInput } from '@columba/simulator';
import type { SimPerson } from './sim-person.js';
import { PATIENCE_MS, type SimWorld } from './sim-world.js';
import type { WarpClock } from './warp-clock.js';

export type Cause = Parameters<EngineUnderTest['cut']>[0];

type MediaTrouble = NonNullable<Parameters<EngineUnderTest['mediaTrouble']>[0]>;

const MEDIA_FAULTS: Record<MediaTrouble, OperationInput<'media.fault'>> = {
  too_large: { direction: 'upload', action: { type: 'refuse', status: 413 } },
  wrong_type: { direction: 'upload', action: { type: 'refuse', status: 415 } },
  damaged: { direction: 'download', action: { type: 'corrupt' } },
  endless: { direction: 'download', action: { type: 'endless' } },
};

/** One real engine, linked or not, with its owner and its surroundings in the simulator; how it is cut off differs. */
export abstract class SimulatedEngine implements EngineUnderTest {
  protected readonly context: InMemoryContext;
  private current: EngineService;

  constructor(
    protected readonly world: SimWorld,
    protected readonly clock: WarpClock,
    private readonly factory: EngineFactory,
    readonly owner: SimPerson,
    dataDirectory: string,
  ) {
    const session = `s${owner.number}`;
    this.context = anEngineContext({ session, clock, dataDirectory, patienceMs: PATIENCE_MS });
    this.current = factory(this.context);
  }

  abstract cut(cause: Cause, until?: Date): Promise<void>;
  abstract refuseNextMessage(whatsappCode: number): Promise<void>;

  get engine(): EngineService {
    return this.current;
  }

  get facts(): FactLog {
    return this.context.facts;
  }

  async file(bytes: Uint8Array, mimeType: string, fileName?: string): Promise<OutgoingMedia> {
    const file = join(this.context.dataDirectory, randomUUID());
    await writeFile(file, bytes, { mode: 0o600 });
    return { file, mimeType, sizeBytes: bytes.length, ...(fileName ? { fileName } : {}) };
  }

  async link(): Promise<void> {
    await this.engine.start();
    await this.facts.next('session.pairing_changed', ({ data }) => data.kind === 'qr');
    const { pairing } = this.engine.session;
    if (pairing.kind !== 'qr') throw new Error(`There is a ${pairing.kind} where a QR was expected`);
    await this.owner.link(pairing.text);
    await this.connected();
  }

  async restart(): Promise<void> {
    await this.current.stop();
    this.current = this.factory(this.context);
    await this.current.start();
  }

  async mediaTrouble(trouble: MediaTrouble | undefined): Promise<void> {
    const { media } = this.world.sim;
    if (trouble) await media.fault(MEDIA_FAULTS[trouble]);
    else await media.heal();
  }

  async refuseNewChats(refused: boolean): Promise<void> {
    await this.world.sim.account.add({ pn: this.owner.number, newChatsRefused: refused });
  }

  async refuseQuestions(refused: boolean): Promise<void> {
    await this.world.sim.group.queryLimit({ perMinute: refused ? 0 : null });
  }

  async makeCredentialsUnreadable(): Promise<void> {
    this.context.credentials.makeUnreadable();
  }

  async failWrites(writes: number): Promise<void> {
    this.context.failWrites(writes);
  }

  protected async connected(): Promise<void> {
    await this.facts.next('session.state_changed', ({ data }) => data.state === 'connected');
  }
}
