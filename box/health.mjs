/** For HEALTHCHECK: whether the process answers. A session that is logged out is no reason to restart anything. */
const port = process.env.COLUMBA_PORT ?? '8066';
try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/v1/health/live`, { signal: AbortSignal.timeout(8_000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
