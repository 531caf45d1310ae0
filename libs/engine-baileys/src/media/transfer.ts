import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request, type Agent } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { TimeoutError, type Clock } from '@columba/core';

export interface TransferParts {
  clock: Clock;
  /** For these transfers alone; the system's roots of trust without it. */
  agent?: Agent;
  /** A transfer on which nothing moves for so long is given up. Milliseconds. */
  stallMs: number;
  /** Ends all of them. */
  signal: AbortSignal;
}

/** WhatsApp's media host wants to see its own page here. */
const ORIGIN = 'https://web.whatsapp.com';

/** A request with a limit on silence: `move` says that something has happened. */
function begin(
  url: string,
  { method, headers }: { method: 'GET' | 'POST'; headers: Record<string, string | number> },
  { clock, agent, stallMs, signal }: TransferParts,
) {
  const call = request(url, { method, headers: { ...headers, Origin: ORIGIN }, signal, ...(agent ? { agent } : {}) });
  let cancel: (() => void) | undefined;
  let silence: TimeoutError | undefined;
  const rest = () => cancel?.();
  const move = () => {
    cancel?.();
    if (call.destroyed) return;
    cancel = clock.after(stallMs, () => {
      silence = new TimeoutError('The media host of WhatsApp went silent');
      call.destroy(silence);
    });
  };
  call.on('close', rest);
  move();
  /** A connection that was cut for its silence tells only that it was cut. */
  const reasonOf = (error: unknown): unknown => silence ?? error;
  return { call, move, rest, reasonOf };
}

const answerTo = (call: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    call.once('response', resolve);
    call.once('error', reject);
  });

/** Uploads a file. @returns status and body of the answer. @throws TimeoutError on silence; the system's own error */
export async function post(url: string, file: string, parts: TransferParts): Promise<{ status: number; body: string }> {
  const { size } = await stat(file);
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': size };
  const { call, move, rest, reasonOf } = begin(url, { method: 'POST', headers }, parts);
  try {
    const answered = answerTo(call);
    const written = pipeline(createReadStream(file).on('data', move), call);
    // Refused in the middle, the host answers and closes; the answer counts, not the failed write.
    written.catch(() => {});
    const response = await answered;
    move();
    let body = '';
    response.setEncoding('utf8');
    for await (const text of response as AsyncIterable<string>) body += text;
    return { status: response.statusCode ?? 0, body };
  } catch (error) {
    throw reasonOf(error);
  } finally {
    rest();
  }
}

export interface Download {
  status: number;
  /** Where the bytes begin in the file; the host may not go along with the wish for a part. */
  start: number;
  /** Silence counts only while somebody waits for more. */
  chunks: AsyncIterable<Uint8Array>;
}

/** Begins a download at byte `offset`. @throws TimeoutError on silence; the system's own error */
export async function get(url: string, offset: number, parts: TransferParts): Promise<Download> {
  const headers: Record<string, string> = offset > 0 ? { Range: `bytes=${offset}-` } : {};
  const { call, move, rest, reasonOf } = begin(url, { method: 'GET', headers }, parts);
  call.end();
  const response = await answerTo(call);
  rest();
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const iterator = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    try {
      for (;;) {
        move();
        const { value, done } = await iterator.next();
        rest();
        if (done) return;
        yield value;
      }
    } catch (error) {
      throw reasonOf(error);
    } finally {
      rest();
      response.destroy();
    }
  }
  const status = response.statusCode ?? 0;
  return { status, start: status === 206 ? offset : 0, chunks: chunks() };
}
