import { afterAll, afterEach, beforeAll, jest } from '@jest/globals';
import type { UserFacingSocketConfig } from '@whiskeysockets/baileys';
import { Simulator, type SimulatorOptions } from '../src/simulator.js';
import { RealClient } from './real-client.js';

const TEST_LIMIT_MS = 30_000;

export interface Fixture {
  readonly sim: Simulator;
  /** A client that is not connected yet; it ends with the test. */
  client(number: string, config?: Partial<UserFacingSocketConfig>, scans?: boolean): RealClient;
  /** A client that is linked to the number and open. */
  link(number: string, config?: Partial<UserFacingSocketConfig>): Promise<RealClient>;
}

/** One simulator per test file, and clients that are ended after each test. */
export function simulatorFixture(options: SimulatorOptions): Fixture {
  // Linking is a second of pure computing, and several on a busy machine.
  jest.setTimeout(TEST_LIMIT_MS);
  let sim: Simulator | undefined;
  const clients: RealClient[] = [];
  beforeAll(async () => {
    sim = await Simulator.start(options);
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.dispose();
  });
  afterAll(() => sim?.stop());
  const fixture: Fixture = {
    get sim() {
      if (!sim) throw new Error('the simulator is not running yet');
      return sim;
    },
    client(number, config = {}, scans = true) {
      const client = new RealClient(fixture.sim, number, config, scans);
      clients.push(client);
      return client;
    },
    link: (number, config) => fixture.client(number, config).open(),
  };
  return fixture;
}

export const text = (words: string) => ({ kind: 'text' as const, text: words });
