import { afterAll, beforeAll, it } from '@jest/globals';
import { describeWithBrowser } from '../../support/browser.js';
import { OWNER } from '../../support/gateway.js';
import { Lives, SESSION } from '../support/lives.js';
import { judgeInbound } from '../support/verdict.js';
import { lastSeq, reached } from './support/strike.js';

/** WhatsApp shows so many QRs, and then no more. */
const QRS = 7;
const QR_MS = 20_000;

describeWithBrowser('a link', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await Lives.unlinked({ WA_ENGINE: 'wwebjs' });
  }, 120_000);
  afterAll(() => lives.gateway.stop(), 30_000);

  /** What a person does who finds the session at rest. */
  const linkAgain = async (label: string) => {
    await lives.server.call('POST', `/v1/sessions/${SESSION}/start`);
    await lives.gateway.linkByQr(SESSION, OWNER);
    await lives.write(10, label);
  };

  it('is made anew after the QR went stale', async () => {
    const since = performance.now();
    const { simulator, server } = lives.gateway;
    await server.event(SESSION, ({ type, data }) => type === 'session.pairing_changed' && data['kind'] === 'qr');
    for (let shown = 0; shown < QRS; shown += 1) await simulator.control('clock.advance', { ms: QR_MS });
    await reached(lives, 'stopped', 0);
    lives.strikes += 1;
    await linkAgain('stale QR');
    await judgeInbound('stale QR', lives, since, { links: 2 });
  }, 240_000);

  it('is made anew after the phone has ended it', async () => {
    const since = performance.now();
    lives.beginFault();
    const seq = await lastSeq(lives);
    await lives.write(10, 'before the logout');
    await lives.gateway.simulator.control('device.unlink', { device: OWNER });
    await reached(lives, 'logged_out', seq);
    lives.strikes += 1;
    await linkAgain('after the logout');
    await judgeInbound('logout and relink', lives, since, { links: 3 });
  }, 240_000);
});
