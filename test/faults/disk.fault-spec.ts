import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Lives, SESSION } from './support/lives.js';
import { LONGEST_MS, scaled } from './support/scale.js';
import { judgeInbound } from './support/verdict.js';

const FULL_TIMES = scaled(3, 10);
/** What is kept of each round stays on it. */
const DISK_MB = scaled(64, 256);
const ROOM_LEFT = 300_000;
/** A session that is cut off again and again waits longer each time, five minutes at most. */
const LONGEST_PAUSE_S = 330;

const disk = mkdtempSync(join(tmpdir(), 'columba-small-disk-'));
const isMounted = mount();
let lives: Lives | undefined;
beforeAll(async () => {
  if (!isMounted) return;
  mkdirSync(join(disk, 'data'), { mode: 0o700 });
  lives = await Lives.begin({}, join(disk, 'data'));
}, 60_000);
afterAll(async () => {
  await lives?.gateway.stop();
  if (isMounted) execFileSync('umount', [disk]);
  rmdirSync(disk);
}, 30_000);

/** A small disk. Needs the right to mount, which not every machine gives. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

(isMounted ? it : it.skip)(
  `a disk that fills up ${FULL_TIMES} times stops the session, not the server, and costs no message`,
  async () => {
    if (!lives) throw new Error('no gateway');
    const since = performance.now();
    const ballast = join(disk, 'ballast');
    for (let time = 1; time <= FULL_TIMES; time++) {
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - ROOM_LEFT)));
      await lives.write(60, `full ${time}`, 20_000);
      expect(await reason(lives, 'disk_full')).toBe('disk_full');
      expect((await lives.server.call('GET', '/v1/health/live')).status).toBe(200);
      unlinkSync(ballast);
      lives.strikes += 1;
      await lives.server.state(SESSION, 'connected', LONGEST_PAUSE_S);
    }
    await judgeInbound('disk full', lives, since);
  },
  LONGEST_MS,
);

/** The session's reason, as soon as it is the wanted one. What happens now cannot be in the log. */
async function reason({ server }: Lives, wanted: string): Promise<unknown> {
  for (let tries = 0; ; tries++) {
    const { body } = await server.call('GET', `/v1/sessions/${SESSION}`);
    if (body['reason'] === wanted || tries === 300) return body['reason'];
    await wait(100);
  }
}
