/**
 * The client leaves timers behind when it closes (30 s after a key upload, 20 s of waiting for a history). Without
 * this they keep the test process alive. Their callbacks still run while anything else is going on.
 */
export function loosenTimers(): void {
  const scope = globalThis as unknown as Record<'setTimeout' | 'setInterval', (...args: unknown[]) => NodeJS.Timeout>;
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const original = scope[name];
    scope[name] = Object.assign((...args: unknown[]) => original(...args).unref(), original);
  }
}
