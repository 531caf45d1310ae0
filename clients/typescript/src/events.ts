import type { Event, EventOptions, Received } from './index.js';
import { rest } from './retrying.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Follows the stream of events; after a lost connection it goes on behind the last one that was handed out. */
export async function* readEvents(
  fetch: typeof globalThis.fetch,
  url: string,
  headers: Record<string, string>,
  { cursor, types, signal }: EventOptions,
  toError: (problem: unknown) => Error,
): AsyncGenerator<Received, void, undefined> {
  const query = types ? `?types=${types.join(',')}` : '';
  let last = cursor;
  for (let pause = FIRST_PAUSE_MS; !signal?.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      const response = await open(fetch, url + query, { ...headers, ...(last !== undefined && { 'Last-Event-ID': last }) }, signal);
      if (response.status >= 400 && response.status < 500) throw new Refused(toError(await response.json()));
      if (response.ok && response.body)
        for await (const received of parse(response.body)) {
          last = received.cursor;
          pause = FIRST_PAUSE_MS;
          yield received;
        }
    } catch (error) {
      if (signal?.aborted) return;
      // Asking again would give the same answer.
      if (error instanceof Refused) throw error.cause;
    }
    await rest(pause, signal).catch(() => undefined);
  }
}

class Refused extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

const open = (fetch: typeof globalThis.fetch, url: string, headers: Record<string, string>, signal?: AbortSignal) =>
  fetch(url, { headers: { ...headers, Accept: 'text/event-stream' }, ...(signal && { signal }) });

/** Server-sent events: blocks of `name: value` lines with an empty line behind each. */
async function* parse(body: ReadableStream<Uint8Array>): AsyncGenerator<Received> {
  let rest = '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = fieldsOf(block);
        if (fields.data !== '') yield { event: JSON.parse(fields.data) as Event, cursor: fields.id };
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function fieldsOf(block: string): { id: string; data: string } {
  const fields = { id: '', data: '' };
  for (const line of block.split(/\r?\n/)) {
    const [, name, value = ''] = /^(id|data): ?(.*)$/.exec(line) ?? [];
    if (name === 'id') fields.id = value;
    if (name === 'data') fields.data += fields.data === '' ? value : `\n${value}`;
  }
  return fields;
}
