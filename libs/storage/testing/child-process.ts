import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Another process on a data directory, see child.ts. */
export class Child {
  private readonly process: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(directory: string, task: 'open' | 'write') {
    const args = ['--import', pathOf('run-typescript.mjs'), pathOf('child.ts'), directory, task];
    this.process = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    if (!this.process.stdout) throw new Error('the process has no output');
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** What it says next; `undefined` when it has ended. */
  async line(): Promise<string | undefined> {
    const { done, value } = await this.lines.next();
    return done ? undefined : value;
  }

  /** Ends it without a warning, as a power cut does. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }
}
