import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The process ended before it said what was waited for. */
export class EndedEarly extends Error {
  constructor(
    readonly ending: Ending,
    lastLines: readonly string[],
  ) {
    super(`the process ended (${ending.signal ?? ending.code}) before the line came:\n${lastLines.join('\n')}`);
  }
}

/** A Node process of ours, seen from outside: what it prints, and how it ends. */
export class NodeProcess {
  readonly lines: string[] = [];
  private readonly waiting = new Set<{ match: (line: string) => boolean; resolve: (line: string) => void }>();
  private constructor(
    readonly child: ChildProcess,
    readonly exited: Promise<Ending>,
  ) {}

  static start(entry: string, args: string[], env: Record<string, string>): NodeProcess {
    // Only what the process needs: a developer's own settings must not leak into a test.
    const base = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
    const child = spawn(process.execPath, [entry, ...args], {
      env: { ...base, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const exited = once(child, 'exit').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
    }));
    const started = new NodeProcess(child, exited);
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on('line', (line) => started.seen(line));
    return started;
  }

  /** The first line, printed already or still to come, that matches; rejects when the process ends before. */
  line(match: (line: string) => boolean): Promise<string> {
    const known = this.lines.find(match);
    if (known !== undefined) return Promise.resolve(known);
    const printed = new Promise<string>((resolve) => {
      this.waiting.add({ match, resolve });
    });
    const ended = this.exited.then((ending) => {
      throw new EndedEarly(ending, this.lines.slice(-20));
    });
    return Promise.race([printed, ended]);
  }

  /** Ends the process and waits for its end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ending> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.exited;
  }

  private seen(line: string): void {
    this.lines.push(line);
    for (const waiter of this.waiting) {
      if (!waiter.match(line)) continue;
      this.waiting.delete(waiter);
      waiter.resolve(line);
    }
  }
}
