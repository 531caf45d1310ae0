import { join } from 'node:path';
import { expect } from '@jest/globals';
import { SESSION, type Lives } from '../../support/lives.js';
import { BrowserProcesses } from './browser-processes.js';

const READY_WITHIN_SECONDS = 60;

export const browserOf = ({ gateway }: Lives): BrowserProcesses =>
  new BrowserProcesses(join(gateway.dataDirectory, 'sessions', SESSION, 'browser-profile'));

/** The number of the log's last event. */
export const lastSeq = async ({ server }: Lives): Promise<number> => (await server.events(SESSION)).at(-1)?.seq ?? 0;

/** The next change to this state after an event. */
export const reached = (lives: Lives, state: string, after: number, seconds = READY_WITHIN_SECONDS) =>
  lives.server.event(
    SESSION,
    ({ type, data }) => type === 'session.state_changed' && data['state'] === state,
    after,
    seconds,
  );

/**
 * A fault in the middle of messages. Afterwards the session is connected again within a minute, there is one browser,
 * and nothing is left of the one before.
 */
export async function strike(lives: Lives, label: string, fault: () => Promise<void>): Promise<void> {
  const browser = browserOf(lives);
  const before = await browser.family();
  const seq = await lastSeq(lives);
  const writing = lives.write(10, label);
  await fault();
  lives.strikes += 1;
  await reached(lives, 'connected', seq);
  await writing;
  await lives.write(3, `${label}, afterwards`);
  expect({ browsers: (await browser.mains()).length, orphans: await browser.orphans(before) }).toEqual({
    browsers: 1,
    orphans: [],
  });
}
