import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMessageId, phoneJid, type Jid, type MessageId } from '@columba/core';
import type { ContractHarness } from '@columba/core/contract';
import { seededRandom, type ScriptedPerson } from '@columba/core/testing';
import { WWEBJS_CAPABILITIES, wwebjsFactory } from '@columba/engine-wwebjs';
import { Simulator } from '@columba/simulator';
import { SimPerson } from '../simulated/sim-person.js';
import { SimWorld } from '../simulated/sim-world.js';
import { WarpClock } from '../simulated/warp-clock.js';
import { LACKS } from './lacks.js';
import { WwebjsUnderTest } from './wwebjs-under-test.js';

/** WhatsApp's own clock need not run further than QRs live. */
const MOST_WORLD_MS = 10 * 60_000;

/** For files of a few bytes, and short enough to wait for one that never ends. */
const MEDIA_TIMEOUT_MS = 6000;

/** Stages the contract with real browsers on a simulated WhatsApp. Time is real, and jumps where the contract asks. */
export class WwebjsHarness implements ContractHarness {
  readonly capabilities = WWEBJS_CAPABILITIES;
  readonly lacksBehaviours = LACKS;
  private readonly clock = new WarpClock();
  private readonly random = seededRandom();
  /** Of the facet that runs, and of the test that runs. */
  private readonly engines: Record<'facet' | 'test', WwebjsUnderTest[]> = { facet: [], test: [] };
  private scope: 'facet' | 'test' = 'facet';
  private simulated: SimWorld | undefined;
  private directory = '';

  async start(): Promise<void> {
    this.directory = await mkdtemp(join(tmpdir(), 'columba-contract-'));
    this.simulated = new SimWorld(await Simulator.start({ seed: 'contract', doors: ['noise', 'web'] }));
  }

  async stop(): Promise<void> {
    await this.end('test');
    await this.end('facet');
    const { web } = this.world.sim;
    const wrong = [await web.unknownModules(), await web.pageErrors(), await web.doorErrors()];
    this.world.stop();
    await this.world.sim.stop();
    await rm(this.directory, { recursive: true });
    if (JSON.stringify(wrong) !== '[{},[],[]]') throw new Error(`Pages went wrong: ${JSON.stringify(wrong)}`);
  }

  /** Browsers of a test end with it: each costs 200 MB. */
  testBegins(): void {
    this.scope = 'test';
  }

  async testEnds(): Promise<void> {
    this.scope = 'facet';
    await this.end('test');
  }

  async newEngine(): Promise<WwebjsUnderTest> {
    if (this.scope === 'facet') await this.end('facet');
    const owner = new SimPerson(this.world, await this.world.newcomer(false));
    const { sim } = this.world;
    const factory = wwebjsFactory({
      browserArguments: sim.webDoor?.launchArguments ?? [],
      sandbox: false,
      executablePath: process.env.CHROMIUM_PATH,
      mediaTimeoutMs: MEDIA_TIMEOUT_MS,
    });
    const directory = join(this.directory, owner.number);
    await mkdir(directory);
    const made = new WwebjsUnderTest(this.world, this.clock, factory, owner, directory);
    this.engines[this.scope].push(made);
    return made;
  }

  async newLinkedEngine(): Promise<WwebjsUnderTest> {
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
    await this.world.sim.clock.advance({ ms: Math.min(ms, MOST_WORLD_MS) });
    this.clock.jump(ms);
  }

  async outage(on: boolean): Promise<void> {
    if (on) await this.world.sim.connection.outage({ ms: null });
    else await this.world.sim.connection.outageEnd();
  }

  async demandPasskey(on: boolean): Promise<void> {
    await this.world.sim.device.requirePasskey({ on });
  }

  private async end(scope: 'facet' | 'test'): Promise<void> {
    for (const { engine } of this.engines[scope].splice(0)) await engine.stop();
  }

  private get world(): SimWorld {
    if (!this.simulated) throw new Error('The harness was not started');
    return this.simulated;
  }
}
