import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMessageId, phoneJid, type Jid, type MessageId } from '@columba/core';
import type { ContractHarness } from '@columba/core/contract';
import { seededRandom, type ScriptedPerson } from '@columba/core/testing';
import { BAILEYS_CAPABILITIES, baileysFactory } from '@columba/engine-baileys';
import { Simulator } from '@columba/simulator';
import { BaileysUnderTest } from './baileys-under-test.js';
import { LACKS } from './lacks.js';
import { mediaOptions } from './media-options.js';
import { SimPerson } from '../simulated/sim-person.js';
import { SimWorld } from '../simulated/sim-world.js';
import { WarpClock } from '../simulated/warp-clock.js';

/** Six of these have to pass before nobody is patient any more. */
const QR_TIMEOUT_MS = 1500;

/** Stages the contract with real engines on a simulated WhatsApp. Time is real, and jumps where the contract asks. */
export class BaileysHarness implements ContractHarness {
  readonly capabilities = BAILEYS_CAPABILITIES;
  readonly lacksBehaviours = LACKS;
  private readonly clock = new WarpClock();
  private readonly random = seededRandom();
  private readonly engines: BaileysUnderTest[] = [];
  private simulated: SimWorld | undefined;
  private directory = '';

  async start(): Promise<void> {
    this.directory = await mkdtemp(join(tmpdir(), 'columba-contract-'));
    this.simulated = new SimWorld(await Simulator.start({ seed: 'contract' }));
  }

  async stop(): Promise<void> {
    for (const { engine } of this.engines) await engine.stop();
    this.simulated?.stop();
    await this.simulated?.sim.stop();
    await rm(this.directory, { recursive: true });
  }

  async newEngine(): Promise<BaileysUnderTest> {
    const owner = new SimPerson(this.world, await this.world.newcomer(false));
    const { sim } = this.world;
    const { mediaHost } = sim;
    const factory = baileysFactory({
      waWebSocketUrl: sim.waUrl,
      qrTimeoutMs: QR_TIMEOUT_MS,
      pictureHosts: [new URL(mediaHost.url('/')).hostname],
      ...mediaOptions(sim),
    });
    const made = new BaileysUnderTest(this.world, this.clock, factory, owner, this.directory);
    this.engines.push(made);
    return made;
  }

  async newLinkedEngine(): Promise<BaileysUnderTest> {
    const made = await this.newEngine();
    await made.link();
    return made;
  }

  async contact({ phoneHidden = false }: { phoneHidden?: boolean } = {}): Promise<ScriptedPerson> {
    return new SimPerson(this.world, await this.world.newcomer(phoneHidden));
  }

  strangerJid(): Jid {
    return phoneJid(this.world.freeNumber());
  }

  newMessageId(): MessageId {
    const digits = Array.from({ length: 18 }, () => Math.floor(this.random() * 16).toString(16));
    return parseMessageId(`3EB0${digits.join('').toUpperCase()}`);
  }

  async passTime(ms: number): Promise<void> {
    this.clock.jump(ms);
  }

  async outage(on: boolean): Promise<void> {
    if (on) await this.world.sim.connection.outage({ ms: null });
    else await this.world.sim.connection.outageEnd();
  }

  async demandPasskey(on: boolean): Promise<void> {
    await this.world.sim.device.requirePasskey({ on });
  }

  private get world(): SimWorld {
    if (!this.simulated) throw new Error('The harness was not started');
    return this.simulated;
  }
}
