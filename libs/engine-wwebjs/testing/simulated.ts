import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest } from '@jest/globals';
import { silentLogger, systemClock, type Clock, type EngineService, type Logger } from '@columba/core';
import { InMemoryContext } from '@columba/core/testing';
import { Simulator } from '@columba/simulator';
import { wwebjsFactory, type WwebjsOptions } from '../src/index.js';

/** Somebody who writes. */
export const ANN = '4915200000001';
const TEST_LIMIT_MS = 90_000;
const PATIENCE_MS = 30_000;

interface Surroundings {
  logger?: Logger;
  clock?: Clock;
}

/** A session over the real library in a real browser and the simulated WhatsApp, with its context open to the test. */
export class SimulatedSession {
  readonly context: InMemoryContext;
  engine: EngineService;

  constructor(
    readonly sim: Simulator,
    readonly number: string,
    readonly directory: string,
    private readonly options: Partial<WwebjsOptions> = {},
    { logger = silentLogger, clock = systemClock }: Surroundings = {},
  ) {
    this.context = new InMemoryContext({
      session: `s${number}`,
      clock,
      logger,
      dataDirectory: directory,
      patienceMs: PATIENCE_MS,
    });
    this.engine = this.make();
  }

  /** Starts, scans the QR when asked to, and resolves when connected. */
  async open(): Promise<this> {
    await this.engine.start();
    if (this.context.credentials.load().kind === 'absent') await this.scan();
    await this.state('connected');
    return this;
  }

  async scan(): Promise<void> {
    await this.context.nextFact('session.pairing_changed', (made) => made.data.kind === 'qr');
    const { pairing } = this.engine.session;
    if (pairing.kind !== 'qr') throw new Error(`There is a ${pairing.kind} where a QR was expected`);
    await this.sim.device.scan({ qr: pairing.text, pn: this.number });
  }

  /** The next change to this state. */
  async state(state: string) {
    const { data } = await this.context.facts.next('session.state_changed', (made) => made.data.state === state);
    return data;
  }

  /** Somebody writes, and it is told. */
  async receive(from: string, text: string) {
    const { id } = await this.sim.send({ from, to: this.number, content: { kind: 'text', text } });
    return this.received(id);
  }

  async received(id: string) {
    return this.context.facts.next('message.received', ({ data }) => data.message.key.id === id);
  }

  /** Another engine on the same stored data, as a new process makes it. */
  again(): void {
    this.engine = this.make();
  }

  private make(): EngineService {
    const options = { browserArguments: this.sim.webDoor?.launchArguments ?? [], sandbox: false, ...this.options };
    return wwebjsFactory({ executablePath: process.env.CHROMIUM_PATH, ...options })(this.context);
  }
}

export interface WebSessions {
  readonly sim: Simulator;
  /** Neither linked nor started; it ends with the test. */
  session(options?: Partial<WwebjsOptions>, around?: Surroundings): Promise<SimulatedSession>;
}

/** One simulator per test file. After each test no page may have gone wrong. */
export function webSessions(): WebSessions {
  jest.setTimeout(TEST_LIMIT_MS);
  let sim: Simulator | undefined;
  let directory = '';
  let made = 0;
  const sessions: SimulatedSession[] = [];
  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'survival', doors: ['noise', 'web'] });
    await sim.contact.add({ pn: ANN, name: 'Ann' });
    directory = await mkdtemp(join(tmpdir(), 'columba-web-'));
  });
  afterEach(async () => {
    for (const { engine } of sessions.splice(0)) await engine.stop();
    const { web } = fixture.sim;
    const wrong = [await web.unknownModules(), await web.pageErrors(), await web.doorErrors()];
    await web.clearJournal();
    await web.resetSettings();
    expect(wrong).toEqual([{}, [], []]);
  });
  afterAll(async () => {
    await sim?.stop();
    await rm(directory, { recursive: true });
  });
  const fixture: WebSessions = {
    get sim() {
      if (!sim) throw new Error('The simulator is not running yet');
      return sim;
    },
    async session(options, around) {
      made += 1;
      const number = `49151000000${String(made).padStart(2, '0')}`;
      const home = await mkdtemp(join(directory, 's'));
      const session = new SimulatedSession(fixture.sim, number, home, options, around);
      sessions.push(session);
      return session;
    },
  };
  return fixture;
}
