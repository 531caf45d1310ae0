const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;
/** Recognises the library by the file that calls; its texts change, its place does not. */
const LIBSIGNAL_FILE = /[\\/]libsignal[\\/](src[\\/])?[^\\/]+\.js/;
const silenced = new WeakSet<Console>();

/**
 * Drops what libsignal prints: it writes whole sessions, private keys included, straight to the console. Everything
 * else passes. Safe to call often.
 */
export function silenceLibsignal(target: Console = globalThis.console): void {
  if (silenced.has(target)) return;
  silenced.add(target);
  for (const method of METHODS) {
    const original = target[method].bind(target) as (...args: unknown[]) => void;
    const filtered = (...args: unknown[]) => {
      if (!LIBSIGNAL_FILE.test(callerOf(filtered))) original(...args);
    };
    target[method] = filtered;
  }
}

/** The stack line of whoever called `callee`. */
function callerOf(callee: (...args: never[]) => unknown): string {
  const place: { stack?: string } = {};
  Error.captureStackTrace(place, callee);
  return place.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
}
