import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ConflictError } from '@columba/core';

const LOCKS = ['SingletonLock', 'SingletonCookie', 'SingletonSocket'];
const MARK = 'columba-linked';
const GONE_WITHIN_MS = 5000;
const LOOK_EVERY_MS = 50;

/**
 * The browser's folder of one session: the identity of a linked device. Nothing here ever deletes it; what is no longer
 * valid is set aside under another name.
 */
export class Profile {
  readonly directory: string;

  constructor(private readonly dataDirectory: string) {
    this.directory = join(dataDirectory, 'browser-profile');
  }

  get exists(): boolean {
    return existsSync(this.directory);
  }

  /** Whether it has been linked, and we knew it. */
  get isMarked(): boolean {
    return existsSync(join(this.directory, MARK));
  }

  /**
   * Beside this a link without credentials is one that was given up, and not one that we have not heard of yet: so they
   * have to be stored before.
   */
  async mark(): Promise<void> {
    await writeFile(join(this.directory, MARK), '');
  }

  /**
   * Makes the folder ready for a browser: ends one that an earlier run has left behind, and takes its locks away.
   * @throws ConflictError while another running process owns the folder
   */
  async prepare(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    await this.reap();
    // Also one that names another host: a container that was made anew.
    for (const lock of LOCKS) await rm(join(this.directory, lock), { force: true });
  }

  /** Sets the profile aside. */
  async archive(now: Date): Promise<void> {
    if (!this.exists) return;
    await this.reap();
    await rename(this.directory, join(this.dataDirectory, `browser-profile.${now.toISOString().replaceAll(':', '-')}`));
  }

  /** Whether a browser runs with this folder. */
  async isInUse(): Promise<boolean> {
    return (await this.owners()).length > 0;
  }

  /** Ends every browser that has exactly this folder. */
  async reap(): Promise<void> {
    for (const { pid, parent } of await this.owners()) {
      if (parent !== process.pid && (await isColumba(parent)))
        throw new ConflictError('Another running Columba uses the browser profile of this session');
      kill(pid);
    }
    for (let waited = 0; waited < GONE_WITHIN_MS; waited += LOOK_EVERY_MS) {
      const left = await this.owners();
      if (left.length === 0) return;
      for (const { pid } of left) kill(pid);
      await pause(LOOK_EVERY_MS);
    }
  }

  /** Main processes of browsers with this folder; their helpers end with them. */
  private async owners(): Promise<{ pid: number; parent: number }[]> {
    const found: { pid: number; parent: number }[] = [];
    for (const name of await readdir('/proc').catch(() => [])) {
      if (!/^\d+$/.test(name)) continue;
      const parts = (await contents(`/proc/${name}/cmdline`)).split('\0');
      const mine = parts.includes(`--user-data-dir=${this.directory}`);
      if (!mine || parts.some((part) => part.startsWith('--type='))) continue;
      const parent = Number(/^PPid:\s*(\d+)/m.exec(await contents(`/proc/${name}/status`))?.[1] ?? 0);
      found.push({ pid: Number(name), parent });
    }
    return found;
  }
}

/** A process that ended meanwhile has no contents. */
const contents = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

/** Orphans belong to whatever adopts processes here, which is no Node. */
async function isColumba(pid: number): Promise<boolean> {
  if (pid <= 1) return false;
  const [executable = ''] = (await contents(`/proc/${pid}/cmdline`)).split('\0');
  return /(^|\/)node(js)?$/.test(executable);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
