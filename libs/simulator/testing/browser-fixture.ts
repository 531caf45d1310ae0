import { afterAll, afterEach, beforeAll, expect, jest } from '@jest/globals';
import type { UserFacingSocketConfig } from '@whiskeysockets/baileys';
import { Simulator, type SimulatorOptions } from '../src/simulator.js';
import { BrowserClient, type BrowserOptions } from './browser-client.js';
import { RealClient } from './real-client.js';

const TEST_LIMIT_MS = 180_000;

export interface BrowserFixture {
  readonly sim: Simulator;
  /** A browser that is not started yet; it ends with the file, if not before. */
  browser(number: string, options?: BrowserOptions): BrowserClient;
  /** A browser that is linked to the number, with the library ready. */
  link(number: string, options?: BrowserOptions): Promise<BrowserClient>;
  /** A client of the other door, linked and open; it ends with the file. */
  linkNoise(number: string, config?: Partial<UserFacingSocketConfig>): Promise<RealClient>;
}

/** One simulator per test file. After each test no page may have gone wrong. */
export function browserFixture(options: SimulatorOptions): BrowserFixture {
  jest.setTimeout(TEST_LIMIT_MS);
  let sim: Simulator | undefined;
  const browsers: BrowserClient[] = [];
  const clients: RealClient[] = [];
  beforeAll(async () => {
    sim = await Simulator.start(options);
  });
  afterEach(async () => {
    const { web } = fixture.sim;
    const wrong = [await web.unknownModules(), await web.pageErrors(), await web.doorErrors()];
    await web.clearJournal();
    await web.resetSettings();
    expect(wrong).toEqual([{}, [], []]);
  });
  afterAll(async () => {
    for (const client of clients.splice(0)) client.dispose();
    for (const browser of browsers.splice(0)) await browser.dispose();
    await sim?.stop();
  });
  const fixture: BrowserFixture = {
    get sim() {
      if (!sim) throw new Error('the simulator is not running yet');
      return sim;
    },
    browser(number, given) {
      const browser = new BrowserClient(fixture.sim, number, given);
      browsers.push(browser);
      return browser;
    },
    link: (number, given) => fixture.browser(number, given).open(),
    async linkNoise(number, config) {
      const client = new RealClient(fixture.sim, number, config);
      clients.push(client);
      return client.open();
    },
  };
  return fixture;
}
