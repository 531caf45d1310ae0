import { spawn } from 'node:child_process';
import { DomainError, type Clock } from '@columba/core';

export interface ChildRun {
  /** Absolute path of the program. */
  command: string;
  args: readonly string[];
  timeoutMs: number;
  signal?: AbortSignal;
  /** Gets every piece of stdout; what it throws ends the child. */
  onOutput?: (chunk: Buffer) => void;
}

/** The child said no; `stderr` is for the log. */
export class ChildFailure extends Error {
  constructor(
    readonly exit: number | string | null,
    readonly stderr: string,
  ) {
    super(`ended with ${exit ?? 'nothing'}: ${stderr.trim().slice(0, 500)}`);
  }
}

const MAX_STDERR = 8_192;

/**
 * Runs a program to its end, without a shell and without our environment (tokens are in there).
 * @throws ChildFailure for an exit code other than 0; DomainError `timeout`; what `onOutput` threw; the signal's reason
 */
export function runChild(clock: Clock, { command, args, timeoutMs, signal, onOutput }: ChildRun): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { LC_ALL: 'C' }, shell: false });
    let stderr = '';
    let killedFor: unknown;
    const kill = (reason: unknown) => {
      killedFor ??= reason;
      child.kill('SIGKILL');
    };
    const aborted = () => kill(signal?.reason);
    const cancelTimeout = clock.after(timeoutMs, () =>
      kill(new DomainError('timeout', 'The conversion took too long')),
    );
    signal?.addEventListener('abort', aborted, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      try {
        if (killedFor === undefined) onOutput?.(chunk);
      } catch (error) {
        kill(error);
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < MAX_STDERR) stderr += chunk.toString('latin1');
    });
    const settle = (outcome: () => void) => {
      cancelTimeout();
      signal?.removeEventListener('abort', aborted);
      outcome();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('close', (code, signalName) =>
      settle(() => {
        if (killedFor !== undefined) reject(killedFor);
        else if (code === 0) resolve();
        else reject(new ChildFailure(code ?? signalName, stderr));
      }),
    );
  });
}
