import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

interface Process {
  pid: number;
  parent: number;
  /** A process id is used again; together with its beginning it names one process for good. */
  key: string;
}

const GONE_WITHIN_MS = 5000;

/** Those that run; one that has ended and that nobody has asked after is none. */
async function processes(): Promise<Process[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    names.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // The name of the program is in brackets, and may contain anything.
      const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return { pid: Number(pid), parent: Number(parent), key: `${pid}:${rest[17]}`, state };
    }),
  );
  return found.filter(({ state }) => state !== undefined && state !== '' && state !== 'Z');
}

/** The browsers of one profile, and all that they have started. */
export class BrowserProcesses {
  constructor(readonly profile: string) {}

  /** Main processes of browsers with exactly this profile. */
  async mains(): Promise<Process[]> {
    const all = await Promise.all(
      (await processes()).map(async (process) => {
        const parts = (await readFile(`/proc/${process.pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
        const isMain = !parts.some((part) => part.startsWith('--type='));
        return isMain && parts.includes(`--user-data-dir=${this.profile}`) ? process : undefined;
      }),
    );
    return all.filter((process) => process !== undefined);
  }

  /** With their helpers: renderers, zygotes and so on. */
  async family(): Promise<Process[]> {
    const family = await this.mains();
    const all = await processes();
    for (const { pid } of family) family.push(...all.filter(({ parent }) => parent === pid));
    return family;
  }

  /** Those of an earlier family that still run and are in no family any more. */
  orphans(earlier: readonly Process[]): Promise<string[]> {
    return left(earlier, () => this.family());
  }

  /** Those of an earlier family that still run. */
  remains(earlier: readonly Process[]): Promise<string[]> {
    return left(earlier, async () => []);
  }
}

/** What runs besides those that may, after the time that processes take to end. */
async function left(earlier: readonly Process[], may: () => Promise<Process[]>): Promise<string[]> {
  for (let waited = 0; ; waited += 100) {
    const alive = new Set((await processes()).map(({ key }) => key));
    const kept = new Set((await may()).map(({ key }) => key));
    const found = earlier.map(({ key }) => key).filter((key) => alive.has(key) && !kept.has(key));
    if (found.length === 0 || waited >= GONE_WITHIN_MS) return found;
    await wait(100);
  }
}
