import { once } from 'node:events';
import type { EventType } from '@columba/core';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Authentication } from '../auth/authentication.js';
import type { Caller } from '../auth/caller.js';
import { writeCursor } from './event-cursor.js';
import type { EventDto } from './events.schema.js';
import { EventsService } from './events.service.js';

const HEARTBEAT_MS = 15_000;
const BATCH = 50;
const ABORTED = 'AbortError';

/** Server-sent events: the log as an endless answer. The id of each is the cursor from which a reader can go on. */
@Injectable()
export class EventStream {
  constructor(
    private readonly events: EventsService,
    private readonly authentication: Authentication,
  ) {}

  /** Resolves when the reader has gone or may not read any more, or the server stops. */
  async send(caller: Caller, place: number, types: EventType[] | undefined, response: Response): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    response.status(200).set(HEADERS);
    response.write(`retry: 3000\n\n`);
    try {
      await this.follow(caller, place, types, response, gone.signal);
    } catch (error) {
      if (!(error instanceof Error && error.name === ABORTED)) throw error;
    }
    response.end();
  }

  private async follow(
    who: Caller,
    place: number,
    types: EventType[] | undefined,
    response: Response,
    signal: AbortSignal,
  ) {
    let after = place;
    while (!signal.aborted && !this.events.stopped) {
      const caller = this.authentication.renew(who);
      if (!caller?.may('read')) return;
      const { events, next } = this.events.read(caller, after, { types, limit: BATCH });
      const text = events.map((event) => frame(event.pos, this.events.present(event))).join('');
      // A slow reader slows only itself: nothing more is read from the log until it has taken this.
      if (text !== '' && !response.write(text)) await once(response, 'drain', { signal });
      after = next;
      if (events.length === BATCH) continue;
      const more = await this.events.changed(after, HEARTBEAT_MS, signal);
      if (!more) response.write(': still here\n\n');
    }
  }
}

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // Proxies that collect an answer before they pass it on would hold events back.
  'X-Accel-Buffering': 'no',
};

const frame = (pos: number, event: EventDto): string => `id: ${writeCursor(pos)}\ndata: ${JSON.stringify(event)}\n\n`;
