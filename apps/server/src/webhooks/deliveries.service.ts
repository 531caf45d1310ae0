import { randomUUID } from 'node:crypto';
import { type Clock, InvalidInputError } from '@columba/core';
import type { Attempt, ParkedDelivery, ReplaySelection, Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { CLOCK, STORAGE } from '../common/tokens.js';
import type { Outcome } from '../relay/lane-queue.js';
import { laneOf } from '../relay/stored-lane-queue.js';
import type { ListDeliveriesQuery, PageQuery, RedeliverDto } from './deliveries.dto.js';
import { WebhookRelays } from './webhook-relays.js';
import { WebhooksService } from './webhooks.service.js';
import { laneFilter } from './webhook-filter.js';

/** Of one request; more are asked for in several. */
const MOST_REPLAYED = 10_000;

export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** What became of events on their way to a webhook, and sending them again. */
@Injectable()
export class DeliveriesService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly webhooks: WebhooksService,
    private readonly relays: WebhookRelays,
  ) {}

  attempts(caller: Caller, id: string, { limit, cursor, eventId }: ListDeliveriesQuery): Page<Attempt> {
    this.webhooks.get(caller, id);
    const data = this.storage.deliveries.attempts(id, { limit, eventId, beforeId: placeOf(cursor) });
    return pageOf(data, limit, (last) => last.id);
  }

  parked(caller: Caller, id: string, { limit, cursor }: PageQuery): Page<ParkedDelivery> {
    this.webhooks.get(caller, id);
    const data = this.storage.deliveries.parked(id, { limit, afterPos: placeOf(cursor) ?? 0 });
    return pageOf(data, limit, (last) => last.pos);
  }

  /** Sends one signed test and tells what came back; works for disabled webhooks too. */
  async ping(caller: Caller, id: string, signal: AbortSignal): Promise<{ outcome: Outcome; durationMs: number }> {
    const webhook = this.webhooks.get(caller, id);
    const began = this.clock.monotonic();
    const notice = { type: 'relay.test', eventId: randomUUID(), at: this.clock.now() } as const;
    const outcome = await this.relays.sinkOf(webhook).notify(notice, signal);
    return { outcome, durationMs: Math.round(this.clock.monotonic() - began) };
  }

  replayParked(caller: Caller, id: string, eventIds: readonly string[] | undefined): number {
    return this.replay(caller, id, { parkedOnly: true, ...(eventIds && { eventIds }) }, false);
  }

  redeliver(caller: Caller, id: string, wanted: RedeliverDto): number {
    const { since, until, dryRun, ...rest } = wanted;
    if (Object.keys(rest).length === 0 && since === undefined && until === undefined)
      throw new InvalidInputError('Say which events: eventIds, session with numbers, since, until or types');
    if ((rest.fromSeq ?? rest.toSeq) !== undefined && rest.session === undefined)
      throw new InvalidInputError('Numbers count in one session: say which');
    const times = { ...(since && { since: new Date(since) }), ...(until && { until: new Date(until) }) };
    return this.replay(caller, id, { ...rest, ...times }, dryRun === true);
  }

  /** Only what the webhook's own filter lets through: it never gets what it was not meant to have. */
  private replay(caller: Caller, id: string, wanted: ReplaySelection, dryRun: boolean): number {
    const { filter } = this.webhooks.get(caller, id);
    const { sessions, wants } = laneFilter(filter, this.storage.people);
    const selection = { ...wanted, ...(sessions && { sessions }) };
    const found = this.storage.deliveries.select(id, selection, MOST_REPLAYED + 1).filter(({ pos }) => {
      const event = this.storage.events.byPos(pos);
      return event && (!filter.types || filter.types.includes(event.type)) && wants(event);
    });
    if (found.length > MOST_REPLAYED)
      throw new InvalidInputError(`These are more than ${MOST_REPLAYED} events: ask for them in parts`);
    if (dryRun || found.length === 0) return found.length;
    this.storage.deliveries.requeue(
      id,
      found.map((event) => ({ pos: event.pos, lane: laneOf(event) })),
    );
    this.relays.reload(id);
    return found.length;
  }
}

const writePlace = (place: number): string => Buffer.from(`d${place}`).toString('base64url');

function placeOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const digits = /^d(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  if (digits === undefined) throw new InvalidInputError('This cursor did not come from here');
  return Number(digits);
}

function pageOf<T>(data: T[], limit: number, place: (last: T) => number): Page<T> {
  const last = data.at(-1);
  return { data, nextCursor: last && data.length === limit ? writePlace(place(last)) : null };
}
