import { hostname } from 'node:os';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithBrowser } from '../../support/browser.js';
import { CONTACT } from '../../support/gateway.js';
import { Lives, SESSION } from '../support/lives.js';
import { Sender } from '../support/sender.js';
import { judgeInbound } from '../support/verdict.js';
import { browserOf, lastSeq, reached, strike } from './support/strike.js';

const LIMIT_MS = 240_000;

/** What the page does on its own account, and what it finds: the server is killed, and starts into it. */
describeWithBrowser('a page that is not as the library expects', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await Lives.begin({ WA_ENGINE: 'wwebjs' });
  }, 120_000);
  afterAll(() => lives.gateway.stop(), 30_000);

  const control = <T = void>(name: string, input?: Record<string, unknown>) =>
    lives.gateway.simulator.control<T>(name, input);

  /** Starts into pages of this kind. */
  const restartInto = async (settings: Record<string, unknown>) => {
    await lives.server.stop('SIGKILL');
    await control('web.settings', settings);
    await lives.live();
  };

  const survives = (name: string, fault: () => Promise<void>, proof?: () => Promise<void>) =>
    it(
      name,
      async () => {
        const since = performance.now();
        lives.beginFault();
        await strike(lives, name, fault);
        await proof?.();
        await judgeInbound(name, lives, since);
        await control('web.resetSettings');
      },
      LIMIT_MS,
    );

  survives('missed sync', () => restartInto({ synced: 'at once' }));

  survives('hung initialise', async () => {
    const seq = await lastSeq(lives);
    await lives.server.stop('SIGKILL');
    await control('web.settings', { stuckOpening: true });
    await lives.live('', { WA_CONNECT_TIMEOUT_SECONDS: '20' });
    expect((await reached(lives, 'reconnecting', seq)).data).toMatchObject({ reason: 'silent' });
    await control('web.resetSettings');
  });

  survives(
    'key rename',
    () => restartInto({ keyProperty: '$1' }),
    async () => {
      const sender = new Sender(SESSION);
      sender.ask(CONTACT, 'to whom it may concern');
      await sender.submit(lives.server);
      const [sent] = sender.requests;
      const delivered = await lives.server.event(
        SESSION,
        ({ type, data }) =>
          type === 'message.status_changed' && data['messageId'] === sent?.messageId && data['status'] === 'delivered',
      );
      expect(await sender.shown(lives.gateway.simulator, [delivered])).toEqual({ twice: [], lost: [] });
    },
  );

  survives('profile lock from another host', async () => {
    await lives.server.stop('SIGKILL');
    const lock = join(browserOf(lives).profile, 'SingletonLock');
    await rm(lock, { force: true });
    await symlink(`not-${hostname()}-4711`, lock);
    await lives.live();
  });

  it('has asked for nothing that a page does not have', async () => {
    expect([await control('web.unknownModules'), await control('web.doorErrors')]).toEqual([{}, []]);
  });
});
