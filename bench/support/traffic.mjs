/** Messages at a steady pace, and how long each takes to get somewhere. */
import { setTimeout as pause } from 'node:timers/promises';
import { now } from './gateway.mjs';
import { quantile } from './processes.mjs';

export const SENDER = '15550600000';
const MESSAGES = 300;
const EVERY_MS = 100;

/** Times by the number in the text. */
export class Arrivals {
  #times = new Map();
  #all;

  note(text, at) {
    const n = Number(/latency (\d+)/.exec(text)?.[1] ?? Number.NaN);
    if (!Number.isInteger(n) || this.#times.has(n)) return;
    this.#times.set(n, at);
    if (this.#times.size === MESSAGES) this.#all?.();
  }

  async times() {
    if (this.#times.size < MESSAGES) await new Promise((resolve) => (this.#all = resolve));
    return this.#times;
  }
}

/** One message every tenth of a second, to each account in turn. @returns when the simulator wrote each, to a millisecond */
export async function write(simulator, accounts) {
  for (const to of accounts)
    await simulator.control('send', { from: SENDER, to, content: { kind: 'text', text: 'first' } });
  await pause(3_000);
  const ids = new Map();
  const { lastEvent } = await simulator.control('stats');
  const began = now();
  for (let n = 0; n < MESSAGES; n++) {
    await pause(Math.max(0, began + n * EVERY_MS - now()));
    const content = { kind: 'text', text: `latency ${n}` };
    const { id } = await simulator.control('send', { from: SENDER, to: accounts[n % accounts.length], content });
    ids.set(id, n);
  }
  return writtenAt(simulator, ids, lastEvent);
}

async function writtenAt(simulator, ids, since) {
  const sent = new Map();
  for (let after = since; sent.size < ids.size;) {
    const events = await simulator.control('events', { since: after });
    after = events.at(-1)?.n ?? after;
    for (const { name, at, data } of events) {
      const n = name === 'delivery.sent' ? ids.get(data.key.id) : undefined;
      // Its time is cut to the millisecond.
      if (n !== undefined && !sent.has(n)) sent.set(n, at + 0.5);
    }
  }
  return sent;
}

export const lagOf = (what, sent, arrived) => {
  const ms = [...sent].map(([n, at]) => arrived.get(n) - at);
  if (process.env.BENCH_TRACE) console.log(what, ms.map(Math.round).join(' '));
  const shown = (q) => Number(quantile(ms, q).toFixed(1));
  return { what, 'p50 (ms)': shown(0.5), 'p90 (ms)': shown(0.9), 'p99 (ms)': shown(0.99), 'most (ms)': shown(1) };
};
