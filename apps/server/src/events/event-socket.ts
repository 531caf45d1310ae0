import type { Clock } from '@columba/core';
import type { WebSocket } from 'ws';
import type { Caller } from '../auth/caller.js';
import { writeCursor } from './event-cursor.js';
import type { EventFilter, EventsService } from './events.service.js';

/** Why a socket was closed; 4000 and the HTTP status where there is one. */
export const CLOSE = {
  goingAway: 1001,
  internal: 1011,
  invalid: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  notFound: 4404,
  /** It did not take what was sent to it: connect again, and resume from the last cursor. */
  tooSlow: 4408,
  expired: 4410,
  rateLimited: 4429,
};

const BATCH = 50;
const PING_MS = 15_000;
/** Sent and not taken by the other side, beyond which nothing more is read from the log … */
const MOST_BUFFERED = 1_000_000;
/** … and how long that may last. */
const SLOWEST_MS = 30_000;

/** One reader of the log. Memory holds one batch and what the socket has not sent yet; everything else waits in the log. */
export class EventSocket {
  private readonly gone = new AbortController();
  private alive = true;

  constructor(
    private readonly client: WebSocket,
    private readonly events: Pick<EventsService, 'read' | 'present' | 'changed' | 'stopped'>,
    private readonly renew: (caller: Caller) => Caller | undefined,
    private readonly clock: Clock,
  ) {
    client.once('close', () => this.gone.abort());
    client.on('pong', () => (this.alive = true));
  }

  /** Resolves when the reader has gone or was closed, or the server stops. */
  async follow(who: Caller, place: number, filter: Omit<EventFilter, 'limit'>): Promise<void> {
    const { signal } = this.gone;
    this.watch();
    let after = place;
    await this.send([{ kind: 'ready', cursor: writeCursor(after) }]);
    while (!signal.aborted && !this.events.stopped) {
      const caller = this.renew(who);
      if (!caller?.may('read')) return this.client.close(CLOSE.unauthorized, 'the key was revoked or has expired');
      const { events, next } = this.events.read(caller, after, { ...filter, limit: BATCH });
      const frames = events.map((event) => ({
        kind: 'event',
        cursor: writeCursor(event.pos),
        event: this.events.present(event),
      }));
      await this.send(frames);
      after = next;
      if (events.length < BATCH && !signal.aborted) await this.events.changed(after, PING_MS, signal);
    }
    if (!signal.aborted) this.client.close(CLOSE.goingAway, 'going away');
  }

  /** Waits for a slow reader; one that takes nothing is closed. */
  private async send(frames: readonly object[]): Promise<void> {
    for (const frame of frames) {
      if (this.gone.signal.aborted) return;
      const text = JSON.stringify(frame);
      if (this.client.bufferedAmount < MOST_BUFFERED) this.client.send(text);
      else await this.written(text);
    }
  }

  /** Resolves when the socket has taken it, or never will. */
  private written(text: string): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.clock.after(SLOWEST_MS, () => {
        // The word comes behind what it has not read yet; the library itself ends a line where nobody reads.
        this.client.close(CLOSE.tooSlow, 'too slow: resume from the last cursor');
        this.gone.abort();
      });
      const done = () => {
        cancel();
        this.gone.signal.removeEventListener('abort', done);
        resolve();
      };
      this.gone.signal.addEventListener('abort', done, { once: true });
      this.client.send(text, done);
    });
  }

  /** A line that is silent for two rounds is dead. */
  private watch(): void {
    const cancel = this.clock.after(PING_MS, () => {
      // The closing handshake of somebody who does not answer would take for ever.
      if (!this.alive) return this.client.terminate();
      this.alive = false;
      this.client.ping();
      this.watch();
    });
    this.gone.signal.addEventListener('abort', cancel, { once: true });
  }
}
