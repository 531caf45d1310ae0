/** How libsignal's console lines begin. It prints whole sessions, private keys included. */
const NOISE =
  /^(Closing (open )?session|Opening session|Migrating session|Removing old closed|Session already|Session error|Failed to decrypt|Decrypted message with closed|V1 session storage)/;

const LEVELS = ['log', 'info', 'warn', 'error'] as const;

let users = 0;
let restore: (() => void) | undefined;

/** Keeps libsignal off the console until the returned function is called; nested use is counted. */
export function silenceLibsignal(): () => void {
  if (users++ === 0) restore = filterConsole(globalThis.console);
  let done = false;
  return () => {
    if (done) return;
    done = true;
    if (--users === 0) restore?.();
  };
}

function filterConsole(target: Console): () => void {
  const originals = LEVELS.map((level) => {
    const original = target[level];
    target[level] = (...args: unknown[]) => {
      if (!(typeof args[0] === 'string' && NOISE.test(args[0]))) original.apply(target, args);
    };
    return [level, original] as const;
  });
  return () => {
    for (const [level, original] of originals) target[level] = original;
  };
}
