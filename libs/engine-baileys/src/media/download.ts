import { DomainError } from '@columba/core';
import { get, type Download, type TransferParts } from './transfer.js';
import type { MediaPart } from './media-part.js';
import { Pace, TooSlowError } from './pace.js';

export const WHATSAPP_MEDIA_HOST = 'mmg.whatsapp.net';
const WHATSAPP = '.whatsapp.net';
/** Broken off so often without any progress, a download is given up. */
const MOST_FAILURES = 3;
/** How the media host says that it no longer has a file. */
const GONE = [403, 404, 410];
const TOO_OFTEN = 429;

/**
 * Where a file is fetched. The message that names it was written by somebody else: its address is followed to WhatsApp
 * only, and its path can lead nowhere else.
 * @param host the only one, where it is set; only for a simulated WhatsApp
 */
export function addressOf({ url, directPath }: MediaPart, host?: string): string {
  const named = url && URL.canParse(url) ? new URL(url) : undefined;
  const ofWhatsApp = named?.protocol === 'https:' && named.hostname.endsWith(WHATSAPP) ? named.host : undefined;
  const path = directPath || (named && `${named.pathname}${named.search}`);
  if (!path?.startsWith('/')) throw new DomainError('media_expired', 'The message does not say where its file lies');
  const base = `https://${host ?? ofWhatsApp ?? WHATSAPP_MEDIA_HOST}`;
  const address = new URL(base + path);
  if (address.origin !== new URL(base).origin)
    throw new DomainError('media_failed', 'The message names no place at WhatsApp');
  return address.href;
}

/**
 * The bytes of a file at the media host. Where the connection breaks, it goes on from there.
 * @param announced how long the plain file is, as its message says
 * @throws DomainError `media_expired`, `media_failed`; `timeout`, `unavailable` when it may go better later
 */
export async function download(
  address: string,
  parts: TransferParts,
  announced?: number,
): Promise<AsyncIterable<Uint8Array>> {
  const pace = new Pace(parts.clock, parts.stallMs * 2, announced);
  // Asked before anything is promised, so that a file that is gone is an error of the call.
  let next: Download | undefined = await pace.during(openAt(address, 0, parts));
  async function* bytes(): AsyncGenerator<Uint8Array> {
    let offset = 0;
    for (let failures = 0; ;) {
      const before = offset;
      try {
        const current = next ?? (await pace.during(openAt(address, offset, parts)));
        next = undefined;
        let at = current.start;
        for await (const chunk of paced(current.chunks, pace)) {
          const fresh = chunk.subarray(Math.max(0, offset - at));
          at += chunk.length;
          offset += fresh.length;
          pace.reached(offset);
          if (fresh.length > 0) yield fresh;
        }
        return;
      } catch (error) {
        if (parts.signal.aborted) throw parts.signal.reason;
        if (error instanceof TooSlowError || isFinal(error)) throw error;
        failures = offset > before ? 1 : failures + 1;
        if (failures >= MOST_FAILURES) throw error instanceof DomainError ? error : unavailable(error);
      }
    }
  }
  return bytes();
}

const isFinal = (error: unknown): boolean =>
  error instanceof DomainError && error.code !== 'timeout' && error.code !== 'unavailable';

async function* paced(chunks: AsyncIterable<Uint8Array>, pace: Pace): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await pace.during(iterator.next());
      if (done) return;
      pace.came(value.length);
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

async function openAt(address: string, offset: number, parts: TransferParts): Promise<Download> {
  let opened: Download;
  try {
    opened = await get(address, offset, parts);
  } catch (error) {
    if (parts.signal.aborted) throw parts.signal.reason;
    throw error instanceof DomainError ? error : unavailable(error);
  }
  if (opened.status === 200 || opened.status === 206) return opened;
  await opened.chunks[Symbol.asyncIterator]().return?.();
  const cause = new Error(`The media host answered ${opened.status}`);
  if (GONE.includes(opened.status))
    throw new DomainError('media_expired', 'WhatsApp no longer has this file', { cause });
  if (opened.status >= 500 || opened.status === TOO_OFTEN) throw unavailable(cause);
  throw new DomainError('media_failed', 'WhatsApp does not give this file out', { cause });
}

const unavailable = (cause: unknown): DomainError =>
  new DomainError('unavailable', 'The file could not be fetched from WhatsApp', { cause });
