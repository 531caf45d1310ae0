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

type MediaTrouble = NonNullable<Parameters<EngineUnderTest['mediaTrouble']>[0]>;

const MEDIA_FAULTS: Record<MediaTrouble, OperationInput<'media.fault'>> = {
  too_large: { direction: 'upload', action: { type: 'refuse', status: 413 } },
  wrong_type: { direction: 'upload', action: { type: 'refuse', status: 415 } },
  damaged: { direction: 'download', action: { type: 'corrupt' } },
  endless: { direction: 'download', action: { type: 'endless' } },
};

type Cause = Parameters<EngineUnderTest['cut']>[0];

/** Longer than any wait after a lost connection, and shorter than the time in which takeovers are counted. */
const TAKEOVER_WAIT_MS = 61_000;

/** One real engine, linked or not, with its owner and its surroundings in the simulator. */
export class BaileysUnderTest implements EngineUnderTest {
  private readonly context: InMemoryContext;
  private current: EngineService;

  constructor(
    private readonly world: SimWorld,
    private readonly clock: WarpClock,
    private readonly factory: EngineFactory,
    readonly owner: SimPerson,
    dataDirectory: string,
  ) {
    const session = `s${owner.number}`;
    this.context = anEngineContext({ session, clock, dataDirectory, patienceMs: PATIENCE_MS });
    this.current = factory(this.context);
  }

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

  async cut(cause: Cause, until?: Date): Promise<void> {
    const device = this.owner.number;
    const { connection } = this.world.sim;
    const failure = (code: number, expire?: number) =>
      connection.kick({ device, code, as: 'failure', ...(expire ? { expire } : {}) });
    const end: Record<Cause, () => Promise<void>> = {
      lost: () => this.lose(),
      server_error: () => connection.kick({ device, code: 503 }),
      restart: () => connection.kick({ device, code: 515 }),
      replaced: () => this.replaceForGood(),
      unlinked: () => this.owner.unlinkDevices(),
      temporary_ban: async () => failure(402, until && (await this.secondsTo(until))),
      banned: () => connection.ban({ pn: device }),
      outdated: () => failure(405),
      multidevice_mismatch: () => failure(411),
    };
    await end[cause]();
  }

  async refuseNewChats(refused: boolean): Promise<void> {
    await this.world.sim.account.add({ pn: this.owner.number, newChatsRefused: refused });
  }

  async refuseNextMessage(whatsappCode: number): Promise<void> {
    const refusal = { type: 'error', code: String(whatsappCode) } as const;
    const match = { tag: 'message' };
    await this.world.sim.fault.add({ device: this.owner.number, direction: 'in', match, action: refusal, times: 1 });
  }

  async refuseQuestions(refused: boolean): Promise<void> {
    await this.world.sim.group.queryLimit({ perMinute: refused ? 0 : null });
  }

  async mediaTrouble(trouble: MediaTrouble | undefined): Promise<void> {
    const { media } = this.world.sim;
    if (trouble) await media.fault(MEDIA_FAULTS[trouble]);
    else await media.heal();
  }

  async makeCredentialsUnreadable(): Promise<void> {
    this.context.credentials.makeUnreadable();
  }

  async failWrites(writes: number): Promise<void> {
    this.context.failWrites(writes);
  }

  /** As WhatsApp counts: its clock does not jump. */
  private async secondsTo(until: Date): Promise<number> {
    const { now } = await this.world.sim.stats();
    return Math.round((until.getTime() - now) / 1000);
  }

  /** In an outage it is lost already. */
  private async lose(): Promise<void> {
    const { online } = await this.world.sim.stats();
    if (online.some((device) => device.startsWith(`${this.owner.number}:`)))
      await this.world.sim.connection.drop({ device: this.owner.number });
  }

  /** The other client takes over as often as this one comes back. */
  private async replaceForGood(): Promise<void> {
    for (let times = 1; times <= 3; times++) {
      await this.world.sim.connection.replace({ device: this.owner.number });
      if (times === 3) return;
      await this.facts.next('session.state_changed', ({ data }) => data.state === 'reconnecting');
      this.clock.jump(TAKEOVER_WAIT_MS);
      await this.connected();
    }
  }

  private async connected(): Promise<void> {
    await this.facts.next('session.state_changed', ({ data }) => data.state === 'connected');
  }
}
