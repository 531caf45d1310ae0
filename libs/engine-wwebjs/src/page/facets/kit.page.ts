import type { Batch, Entry, Failure, PageKit, PageScope } from '../page-scope.js';

/**
 * Runs in the page, before anything of WhatsApp's. Like every `install…` it is taken to the page by its text: it may use
 * nothing from outside itself.
 */
export function installKit(): void {
  const scope = globalThis as unknown as PageScope;
  const MOST_ENTRIES = 20_000;
  const BATCH = 200;
  /** Each batch costs Node a question and a transaction; what comes in quick succession shares them. */
  const GATHER_MS = 20;
  const LATE_SECONDS = 60;
  const POLL_MS = 40;
  const MOST_FAILURES = 150;
  const epoch = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  const operations: PageKit['operations'] = {};
  let entries: Entry[] = [];
  let seq = 0;
  let overflowed = false;
  let handedOverAt = 0;
  let wake: () => void = () => {};

  const module = <T>(name: string): T => scope.require(name) as T;

  const isLoaded = () => scope.Debug?.VERSION !== undefined && typeof scope.require === 'function';

  const whenLoaded = (task: () => void) => {
    let failures = 0;
    const attempt = () => {
      if (!isLoaded()) return setTimeout(attempt, POLL_MS);
      try {
        return task();
      } catch (error) {
        failures += 1;
        if (failures < MOST_FAILURES) return setTimeout(attempt, POLL_MS * 5);
        return tell('trouble', { message: String(error) });
      }
    };
    attempt();
  };

  const isLate = (data: unknown): boolean => {
    const socket = module<{ Socket: { hasSynced: boolean } }>('WAWebSocketModel').Socket;
    if (!socket.hasSynced) return true;
    const t = typeof data === 'object' && data !== null && 't' in data ? data.t : undefined;
    return typeof t === 'number' && t < Date.now() / 1000 - LATE_SECONDS;
  };

  const tell = (type: string, data: unknown) => {
    seq += 1;
    entries.push({ seq, type, data, late: isLate(data) });
    if (entries.length > MOST_ENTRIES) {
      entries.shift();
      overflowed = true;
    }
    wake();
  };

  const next: PageKit['next'] = async (after, waitMs) => {
    if (after.epoch === epoch) entries = entries.filter((entry) => entry.seq > after.seq);
    if (entries.length === 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const early = handedOverAt + GATHER_MS - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    handedOverAt = performance.now();
    const batch: Batch = { epoch, entries: entries.slice(0, BATCH), overflowed };
    overflowed = false;
    return batch;
  };

  const failureOf = (error: unknown): Failure => {
    if (typeof error !== 'object' || error === null) return { name: 'Error', message: String(error) };
    const { name, message, status, statusCode, refusal } = error as Partial<Failure> & { statusCode?: number };
    const failure: Failure = { name: name ?? 'Error', message: message ?? '' };
    const code = status ?? statusCode;
    if (code !== undefined) failure.status = code;
    if (refusal !== undefined) failure.refusal = refusal;
    return failure;
  };

  const run: PageKit['run'] = async (name, input) => {
    try {
      const operation = operations[name];
      if (!operation) throw new Error(`The page has no operation ${name}`);
      const value = await operation(input as never);
      return { value: value === undefined ? null : value };
    } catch (error) {
      return { error: failureOf(error) };
    }
  };

  const refuse: PageKit['refuse'] = (refusal, message, status) =>
    Object.assign(new Error(message), { refusal }, status === undefined ? {} : { status });

  const turns: PageKit['turns'] = () => {
    let turn: Promise<void> = Promise.resolve();
    return async (work) => {
      const before = turn;
      let free = () => {};
      turn = new Promise((resolve) => {
        free = resolve;
      });
      await before;
      try {
        return await work(free);
      } finally {
        free();
      }
    };
  };

  scope.columba = { epoch, operations, module, whenLoaded, tell, next, run, refuse, turns } as PageKit;
  // The library would answer these in Node: one by an error, the other by taking the profile away.
  scope.onAuthAppStateChangedEvent = () => {};
  scope.onLogoutEvent = () => {};
}
