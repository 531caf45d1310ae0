import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { DomainError, NotFoundError, toDomainError } from '@columba/core';
import type { Clock, ErrorCode, Logger, Media, MessageKey, SessionName } from '@columba/core';
import { unlessAborted } from '../../common/unless-aborted.js';
import type { Shelf, ShelfRecord } from '../disk/shelf.js';
import type { ByteRange } from '../download/byte-range.js';

/** A record outlives its file, so that `expired` is an answer; not for ever. */
const RECORD_DAYS = 90;
const DAY_MS = 86_400_000;

/** It may go better later: such a file stays pending. */
const PASSING: readonly ErrorCode[] = ['storage', 'not_connected', 'timeout', 'unavailable'];

/** Media that came with messages: announced as `pending`, then `ready`, `failed` or `expired`. */
export class IncomingStore implements BeforeApplicationShutdown {
  private readonly underWay = new Map<string, Promise<Media>>();
  private readonly ending = new AbortController();

  constructor(
    private readonly shelf: Shelf,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly limits: { maxBytes: number; keepMs: number },
  ) {}

  /** After whoever fetches has heard of it: what ends here is no failure of theirs. */
  beforeApplicationShutdown(): void {
    this.ending.abort(new Error('The server stops'));
  }

  /** Remembers that a file belongs to a message. Announced again, it stays in the state it has. */
  async announce(session: SessionName, facts: Omit<Media, 'state'>, of?: MessageKey): Promise<Media> {
    const known = await this.find(session, facts.mediaId);
    return known ?? this.remember(session, { ...facts, state: 'pending' }, of && { of });
  }

  /** Every file that is remembered, with the message it came with. */
  all(session: SessionName): Promise<ShelfRecord[]> {
    return this.shelf.all(session);
  }

  /** A file that cannot be had, however often it is tried. */
  async giveUp(session: SessionName, mediaId: string): Promise<Media> {
    const media = await this.find(session, mediaId);
    if (!media) throw new NotFoundError('There is no media file with this id');
    return this.remember(session, { ...media, state: 'failed' });
  }

  async find(session: SessionName, mediaId: string): Promise<Media | undefined> {
    return (await this.shelf.recall(session, mediaId))?.media;
  }

  /**
   * Streams an announced file to disk. `fetch` is called only if the file is wanted, and once however many ask; who no
   * longer waits (`signal`) ends it for nobody else.
   * A download that goes wrong is a state, no error: `expired` when WhatsApp no longer has the file, else `failed`.
   * @throws the reason of the signal, `storage`, `not_connected`, `timeout`, `unavailable`: the file then stays `pending`; NotFoundError when it was not announced
   */
  receive(
    session: SessionName,
    mediaId: string,
    fetch: () => Promise<AsyncIterable<Uint8Array>>,
    signal?: AbortSignal,
  ): Promise<Media> {
    const key = `${session}/${mediaId}`;
    const running = this.underWay.get(key);
    if (running) return unlessAborted(running, signal);
    const receiving = this.download(session, mediaId, fetch).finally(() => this.underWay.delete(key));
    this.underWay.set(key, receiving);
    return unlessAborted(receiving, signal);
  }

  /**
   * The bytes of a file that is `ready`, or a part of them.
   * @throws NotFoundError, DomainError `media_expired`, `media_failed`, `unavailable` while it is pending
   */
  async open(session: SessionName, mediaId: string, range?: ByteRange): Promise<{ media: Media; bytes: Readable }> {
    const media = await this.find(session, mediaId);
    if (!media) throw new NotFoundError('There is no media file with this id');
    if (media.state === 'expired') throw new DomainError('media_expired', 'The file is no longer kept');
    if (media.state === 'failed') throw new DomainError('media_failed', 'The file could not be fetched from WhatsApp');
    if (media.state === 'pending')
      throw new DomainError('unavailable', 'The file is still being fetched', { retryAfterSeconds: 5 });
    const file = await this.shelf.fileOf(session, mediaId);
    return { media, bytes: createReadStream(file, range && { start: range.start, end: range.end }) };
  }

  /** After a restart: removes half-written files and says which are still to be fetched. */
  async recover(session: SessionName): Promise<Media[]> {
    await this.shelf.tidy(session);
    return (await this.shelf.all(session)).map(({ media }) => media).filter(({ state }) => state === 'pending');
  }

  /** Removes the bytes that were kept long enough; gives back the files that are `expired` since now. */
  async sweep(session: SessionName): Promise<Media[]> {
    const expired: Media[] = [];
    for (const { media, since } of await this.shelf.all(session)) {
      const ageMs = this.clock.now().getTime() - Date.parse(since);
      if (ageMs >= RECORD_DAYS * DAY_MS) await this.shelf.remove(session, media.mediaId);
      else if (media.state === 'ready' && ageMs >= this.limits.keepMs) {
        expired.push(await this.remember(session, { ...media, state: 'expired' }, { since }));
        await this.shelf.removeBytes(session, media.mediaId);
      }
    }
    return expired;
  }

  private async download(
    session: SessionName,
    mediaId: string,
    fetch: () => Promise<AsyncIterable<Uint8Array>>,
  ): Promise<Media> {
    const { signal } = this.ending;
    const media = await this.find(session, mediaId);
    if (!media) throw new NotFoundError('This media file was not announced');
    if (media.state === 'ready') return media;
    const { maxBytes } = this.limits;
    try {
      if ((media.sizeBytes ?? 0) > maxBytes) throw new DomainError('too_large', 'The announced size is over the limit');
      const bytes = await unlessAborted(fetch(), signal);
      const written = await this.shelf.write(session, mediaId, bytes, { maxBytes, signal });
      if (media.sha256 !== undefined && media.sha256 !== written.sha256) {
        await this.shelf.removeBytes(session, mediaId);
        throw new DomainError('media_failed', 'The file is not the one that was announced');
      }
      return await this.remember(session, { ...media, ...written, state: 'ready' });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const reason = toDomainError(error, 'media_failed');
      if (PASSING.includes(reason.code)) throw reason;
      this.logger.warn('media could not be fetched', { session, mediaId, code: reason.code });
      return this.remember(session, { ...media, state: reason.code === 'media_expired' ? 'expired' : 'failed' });
    }
  }

  private async remember(session: SessionName, media: Media, kept?: Partial<ShelfRecord>): Promise<Media> {
    const of = kept?.of ?? (await this.shelf.recall(session, media.mediaId))?.of;
    const since = kept?.since ?? this.clock.now().toISOString();
    await this.shelf.remember(session, { media, since, ...(of && { of }) });
    return media;
  }
}
