import { systemClock, type Clock } from '@columba/core';
import { Agent, request as undiciRequest } from 'undici';
import { Readable } from 'node:stream';
import { unlessAborted } from '../common/unless-aborted.js';
import { isAllowableAddress, isPublicAddress } from './address-policy.js';
import type { AllowEntry } from './allow-list.js';
import { boundedBody, tooLarge } from './bounded-body.js';
import { EgressRefusal, toEgressError } from './egress-refusal.js';
import { checkUrl, type Destination } from './egress-url.js';
import { guardedConnector, systemResolve, type Resolve } from './guarded-connector.js';
import { callerHeaders, type HeaderMap } from './request-headers.js';

export interface EgressOptions {
  /** Addresses inside the own network that the owner opened. Empty unless configured. */
  allow?: readonly AllowEntry[];
  /** 3 unless told otherwise; with 0 the redirect itself is the answer. */
  maxRedirects?: number;
  /** For the whole exchange with its redirects and its body. */
  timeoutMs?: number;
  /** Cap of an answer's body, on the wire and decoded. */
  maxBytes?: number;
  resolve?: Resolve;
  /** What counts as outside; a seam for tests, whose listeners are all on this machine. */
  isPublic?: (address: string) => boolean;
}

export interface EgressRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT';
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** Below the guard's own cap. */
  maxBytes?: number;
  /**
   * Only status and headers are wanted, and no body takes them away: what comes is read so that the connection can be
   * used again, broken off at `maxBytes`, and given to nobody.
   */
  discardBody?: boolean;
  signal?: AbortSignal;
}

export interface EgressResponse {
  status: number;
  headers: HeaderMap;
  /** Where the answer came from, after redirects. */
  url: string;
  /** Must be read to its end or destroyed. Fails with `too_large` or `unavailable`. */
  body: Readable;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** The only way out for an address that a user can steer. One instance per purpose, each with its own allow-list. */
export class EgressGuard {
  private readonly allow: readonly AllowEntry[];
  private readonly maxRedirects: number;
  private readonly timeoutMs: number;
  private readonly maxBytes: number;
  private readonly resolve: Resolve;
  private readonly isPublic: (address: string) => boolean;
  private readonly outside: Agent;
  /** Connections into the own network are kept apart, so that an unlisted path never finds one open. */
  private readonly perEntry = new Map<AllowEntry, Agent>();

  constructor(
    options: EgressOptions = {},
    private readonly clock: Clock = systemClock,
  ) {
    this.allow = options.allow ?? [];
    this.maxRedirects = options.maxRedirects ?? 3;
    this.timeoutMs = options.timeoutMs ?? 30_000;
    this.maxBytes = options.maxBytes ?? 64_000_000;
    this.resolve = options.resolve ?? systemResolve;
    this.isPublic = options.isPublic ?? isPublicAddress;
    this.outside = this.agent(this.isPublic);
    for (const entry of this.allow) this.perEntry.set(entry, this.agent(isAllowableAddress, entry.ca));
  }

  /**
   * @throws DomainError `unavailable`, always with the same text, when nothing came back, whatever the reason;
   *   `too_large` for an answer over the cap. The reason of the caller's own `signal` is thrown as it is.
   */
  async request(url: string, request: EgressRequest = {}): Promise<EgressResponse> {
    const deadline = new AbortController();
    const cancelDeadline = this.clock.after(this.timeoutMs, () => deadline.abort(new EgressRefusal('took too long')));
    const signal = request.signal ? AbortSignal.any([deadline.signal, request.signal]) : deadline.signal;
    try {
      request.signal?.throwIfAborted();
      return await this.follow(url, request, signal, cancelDeadline);
    } catch (error) {
      cancelDeadline();
      if (request.signal?.aborted) throw request.signal.reason;
      throw toEgressError(error);
    }
  }

  /** Whether a request would be refused whatever the name resolves to. */
  refuses(url: string): boolean {
    try {
      checkUrl(url, undefined, this.allow, this.isPublic);
      return false;
    } catch (error) {
      if (error instanceof EgressRefusal) return true;
      throw error;
    }
  }

  /** Closes idle connections and breaks open ones. */
  async close(): Promise<void> {
    await Promise.all([this.outside, ...this.perEntry.values()].map((agent) => agent.destroy()));
  }

  private async follow(
    text: string,
    request: EgressRequest,
    signal: AbortSignal,
    onClose: () => void,
  ): Promise<EgressResponse> {
    let to = checkUrl(text, undefined, this.allow, this.isPublic);
    let headers = request.headers ?? {};
    for (let hops = 0; ; hops++) {
      const answer = await this.once(to, { ...request, headers }, signal);
      const location = REDIRECTS.has(answer.statusCode) ? answer.headers['location'] : undefined;
      if (typeof location !== 'string' || this.maxRedirects === 0) return this.bounded(to, request, answer, onClose);
      discard(answer.body);
      if (hops === this.maxRedirects) throw new EgressRefusal('too many redirects');
      if (request.method !== undefined && request.method !== 'GET' && request.method !== 'HEAD')
        throw new EgressRefusal('a request that changes something is not redirected');
      const next = checkUrl(location, to.url, this.allow, this.isPublic);
      // What the caller meant for one host (a password, a cookie) is not for the next.
      if (next.url.origin !== to.url.origin) headers = {};
      to = next;
    }
  }

  private once({ url, entry }: Destination, { method, headers, body }: EgressRequest, signal: AbortSignal) {
    const answer = undiciRequest(url, {
      dispatcher: (entry && this.perEntry.get(entry)) ?? this.outside,
      method: method ?? 'GET',
      // Not asked for compression, an honest server never meets the cap on expansion.
      headers: { ...callerHeaders(headers), 'accept-encoding': 'identity' },
      body: body ?? null,
      signal,
    });
    // The client itself notices an abort only once it is connected; a name that never resolves would outlast every limit.
    return unlessAborted(answer, signal);
  }

  private bounded(
    { url }: Destination,
    request: EgressRequest,
    { statusCode, headers, body }: Awaited<ReturnType<typeof undiciRequest>>,
    onClose: () => void,
  ): EgressResponse {
    const maxBytes = Math.min(request.maxBytes ?? Number.POSITIVE_INFINITY, this.maxBytes);
    const encoding = headers['content-encoding'];
    if (request.discardBody) {
      void body.dump({ limit: maxBytes }).finally(onClose);
      return { status: statusCode, headers, url: url.href, body: Readable.from([]) };
    }
    try {
      if (request.method !== 'HEAD' && Number(headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
      if (Array.isArray(encoding)) throw new EgressRefusal('several content encodings');
      return { status: statusCode, headers, url: url.href, body: boundedBody(body, { maxBytes, encoding, onClose }) };
    } catch (error) {
      discard(body);
      throw error;
    }
  }

  private agent(permits: (address: string) => boolean, ca?: string): Agent {
    return new Agent({
      connect: guardedConnector({ resolve: this.resolve, permits, connectTimeoutMs: 10_000, ca }),
      maxHeaderSize: 16_384,
    });
  }
}

/** An answer nobody wants; breaking it off is no error. */
function discard(body: Readable): void {
  body.on('error', () => {});
  body.destroy();
}
