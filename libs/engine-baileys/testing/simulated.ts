import { silentLogger, systemClock, type EngineService, type Logger } from '@columba/core';
import { InMemoryContext } from '@columba/core/testing';
import type { Simulator } from '@columba/simulator';
import { baileysFactory, type BaileysOptions } from '../src/index.js';
import { loosenTimers } from './loose-timers.js';

loosenTimers();

/** A session over the real engine and the simulated WhatsApp, with its context open to the test. */
export class SimulatedSession {
  readonly context: InMemoryContext;
  engine: EngineService;

  constructor(
    private readonly sim: Simulator,
    readonly number: string,
    private readonly options: Partial<BaileysOptions> = {},
    logger: Logger = silentLogger,
    dataDirectory?: string,
  ) {
    this.context = new InMemoryContext({
      session: `s${number}`,
      clock: systemClock,
      logger,
      ...(dataDirectory === undefined ? {} : { dataDirectory }),
    });
    this.engine = this.make();
  }

  /** Starts, scans the QR when asked to, and resolves when connected. */
  async open(): Promise<this> {
    const connected = this.state('connected');
    await this.engine.start();
    if (this.context.credentials.load().kind === 'absent') await this.scan();
    await connected;
    return this;
  }

  async scan(): Promise<void> {
    await this.context.nextFact('session.pairing_changed', (made) => made.data.kind === 'qr');
    const { pairing } = this.engine.session;
    if (pairing.kind !== 'qr') throw new Error(`There is a ${pairing.kind} where a QR was expected`);
    await this.sim.device.scan({ qr: pairing.text, pn: this.number });
  }

  state(state: string) {
    return this.context.facts.next('session.state_changed', (made) => made.data.state === state, 30_000);
  }

  /** The same session in a new process: a new engine on what is stored. */
  async restart(): Promise<this> {
    await this.engine.stop();
    this.engine = this.make();
    return this;
  }

  private make(): EngineService {
    return baileysFactory({ waWebSocketUrl: this.sim.waUrl, ...this.options })(this.context);
  }
}
