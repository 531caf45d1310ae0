import type { Readable } from 'node:stream';
import { type Clock, DomainError } from '@columba/core';
import { Agent, type Dispatcher, request } from 'undici';
import type { HomeAssistantAddress } from './address.js';

/** An answer, or why there was none. Hosts and tokens are in neither. */
export type Reply = { kind: 'answer'; status: number; body: unknown } | { kind: 'silence'; reason: string };

const BODY_BYTES = 1_000_000;

/** Home Assistant's REST interface, as far as Columba needs it. Nothing here throws, and redirects are not followed. */
export class HomeAssistantClient {
  private readonly agent = new Agent({ connections: 2, maxResponseSize: BODY_BYTES });
  private readonly downloads = new Agent({ connections: 4 });

  constructor(
    private readonly address: HomeAssistantAddress,
    private readonly clock: Clock,
    /** For one request with its answer. */
    private readonly timeoutMs: number,
  ) {}

  fireEvent(name: string, payload: Record<string, unknown>, signal: AbortSignal): Promise<Reply> {
    return this.ask('POST', `/events/${encodeURIComponent(name)}`, signal, payload);
  }

  config(signal: AbortSignal): Promise<Reply> {
    return this.ask('GET', '/config', signal);
  }

  post(path: string, body: Record<string, unknown>, signal: AbortSignal): Promise<Reply> {
    return this.ask('POST', path, signal, body);
  }

  get(path: string, signal: AbortSignal): Promise<Reply> {
    return this.ask('GET', path, signal);
  }

  delete(path: string, signal: AbortSignal): Promise<Reply> {
    return this.ask('DELETE', path, signal);
  }

  /**
   * Bytes of any length, to be read to their end or destroyed. The deadline is the caller's, in `signal`.
   * @throws DomainError `media_failed`
   */
  async download(path: string, signal: AbortSignal): Promise<{ bytes: Readable; contentType?: string }> {
    const headers = { authorization: `Bearer ${this.address.token}` };
    const reply = await request(this.address.api + path, { dispatcher: this.downloads, signal, headers }).catch(
      (error: unknown) => {
        throw new DomainError('media_failed', `Home Assistant does not give the file (${reasonOf(error)})`);
      },
    );
    const contentType = reply.headers['content-type'];
    if (reply.statusCode === 200) return { bytes: reply.body, ...(typeof contentType === 'string' && { contentType }) };
    await reply.body.dump().catch(() => {});
    throw new DomainError('media_failed', `Home Assistant does not give the file (status ${reply.statusCode})`);
  }

  async close(): Promise<void> {
    await Promise.all([this.agent.destroy(), this.downloads.destroy()]);
  }

  private async ask(
    method: Dispatcher.HttpMethod,
    path: string,
    signal: AbortSignal,
    payload?: Record<string, unknown>,
  ): Promise<Reply> {
    const deadline = new AbortController();
    const cancel = this.clock.after(this.timeoutMs, () => deadline.abort(new Error('no answer in time')));
    const stop = () => deadline.abort(new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    try {
      const { statusCode, body } = await request(this.address.api + path, {
        method,
        dispatcher: this.agent,
        signal: deadline.signal,
        headers: { authorization: `Bearer ${this.address.token}`, 'content-type': 'application/json' },
        body: payload ? JSON.stringify(payload) : null,
      });
      return { kind: 'answer', status: statusCode, body: parsed(await body.text()) };
    } catch (error) {
      return { kind: 'silence', reason: reasonOf(error) };
    } finally {
      cancel();
      signal.removeEventListener('abort', stop);
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The system's or the library's code; the text of an error would name the host. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string'
    ? code
    : ['no answer in time', 'stopped'].includes(error.message)
      ? error.message
      : error.name;
}
