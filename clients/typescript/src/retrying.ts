type Fetch = (request: Request) => Promise<Response>;

const CLOSED = [429, 503];
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/** Repeats what met a closed door, the same request each time. */
export function retrying(fetch: typeof globalThis.fetch, times: number): Fetch {
  return async (request) => {
    for (let left = times, pause = FIRST_PAUSE_MS; ; left--, pause *= 2) {
      const again = left > 0 ? request.clone() : undefined;
      try {
        const response = await fetch(request);
        if (!again || !CLOSED.includes(response.status)) return response;
        await response.body?.cancel();
        await rest(waitOf(response) ?? pause, request.signal);
      } catch (error) {
        if (!again || request.signal.aborted) throw error;
        await rest(pause, request.signal);
      }
      request = again;
    }
  };
}

function waitOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

/** @throws the reason of the signal when it is given up */
export function rest(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = globalThis.setTimeout(finish, Math.min(ms, LONGEST_PAUSE_MS));
    signal?.addEventListener('abort', giveUp, { once: true });
    function finish(): void {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    }
    function giveUp(): void {
      globalThis.clearTimeout(timer);
      reject(signal?.reason);
    }
  });
}
