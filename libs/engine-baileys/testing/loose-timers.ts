/** The library leaves timers behind (30 s after a key upload); they must not keep a test process alive. */
export function loosenTimers(): void {
  const scope = globalThis as unknown as Record<'setTimeout' | 'setInterval', (...args: unknown[]) => NodeJS.Timeout>;
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const original = scope[name];
    scope[name] = Object.assign((...args: unknown[]) => original(...args).unref(), original);
  }
}
