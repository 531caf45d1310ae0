import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithBrowser } from '../../support/browser.js';
import { OWNER } from '../../support/gateway.js';
import { Lives } from '../support/lives.js';
import { scaled } from '../support/scale.js';
import { judgeInbound } from '../support/verdict.js';
import { browserOf, strike } from './support/strike.js';

const STRIKES = scaled(3, 10);
const LIMIT_MS = 120_000 + STRIKES * 90_000;

describeWithBrowser('a browser that ends', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await Lives.begin({ WA_ENGINE: 'wwebjs' });
  }, 120_000);
  afterAll(() => lives.gateway.stop(), 30_000);

  const page = (act: 'crash' | 'reload') => lives.gateway.simulator.control<void>(`web.${act}`, { device: OWNER });

  const faults: Record<string, () => Promise<void>> = {
    'kill Chromium': async () => {
      for (const { pid } of await browserOf(lives).mains()) process.kill(pid, 'SIGKILL');
    },
    'kill Node': async () => {
      const browser = browserOf(lives);
      const before = await browser.family();
      await lives.server.stop('SIGKILL');
      // It loses its pipe, and ends by itself.
      expect(await browser.remains(before)).toEqual([]);
      await lives.write(3, 'while nobody was there');
      await lives.live();
    },
    'crash the renderer': () => page('crash'),
    'reload the page': () => page('reload'),
  };

  for (const [name, fault] of Object.entries(faults))
    it(
      `${name}, ${STRIKES} times`,
      async () => {
        const since = performance.now();
        lives.beginFault();
        for (let n = 1; n <= STRIKES; n += 1) await strike(lives, `${name} ${n}`, fault);
        await judgeInbound(name, lives, since);
      },
      LIMIT_MS,
    );

  it('leaves nothing behind when the server is stopped', async () => {
    const browser = browserOf(lives);
    const before = await browser.family();
    await lives.server.stop();
    expect({ browsers: await browser.mains(), orphans: await browser.orphans(before) }).toEqual({
      browsers: [],
      orphans: [],
    });
  }, 60_000);
});
