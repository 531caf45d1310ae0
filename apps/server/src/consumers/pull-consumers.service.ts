import { ConflictError, InvalidInputError, NotFoundError, type SessionName } from '@columba/core';
import type { EventSpan, PullConsumer, Storage } from '@columba/storage';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Caller } from '../auth/caller.js';
import { STORAGE } from '../common/tokens.js';
import { readCursor } from '../events/event-cursor.js';
import { EventsService } from '../events/events.service.js';
import type { EventDto } from '../events/events.schema.js';
import { ConsumerDirectory, type ConsumerReading } from '../relay/consumer-directory.js';
import type { CreateConsumerDto } from './pull-consumers.dto.js';

const MOST_CONSUMERS = 100;

export interface PulledPage {
  data: EventDto[];
  nextCursor: string;
  lost: EventSpan[];
}

/** Consumers that fetch their events and say how far they are. A key bound to sessions sees and makes only those of its own. */
@Injectable()
export class PullConsumersService implements OnModuleInit {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly directory: ConsumerDirectory,
    private readonly events: EventsService,
  ) {}

  onModuleInit(): void {
    this.directory.add(() => this.storage.pullConsumers.list().map((consumer) => this.reading(consumer)));
  }

  /** @throws InvalidInputError when there are too many; NotFoundError for sessions that the caller may not see */
  create(caller: Caller, { name, types, sessions, from }: CreateConsumerDto): ConsumerReading {
    const { pullConsumers, events } = this.storage;
    if (pullConsumers.list().length >= MOST_CONSUMERS)
      throw new InvalidInputError(`There cannot be more than ${MOST_CONSUMERS} of these consumers`);
    const wanted = sessions ?? caller.sessions;
    for (const session of wanted ?? []) caller.requireSession(session);
    const filter = {
      ...(types && { types }),
      ...(wanted && { sessions: wanted.map((session) => session as SessionName) }),
    };
    return this.reading(pullConsumers.create({ name, filter, startPos: from === 'earliest' ? 0 : events.lastPos() }));
  }

  /** What is not confirmed yet; the same again until it is. Waits up to `waitMs` for the first event. */
  async pull(caller: Caller, id: string, limit: number, waitMs: number, signal?: AbortSignal): Promise<PulledPage> {
    const { filter, cursorPos } = this.find(caller, id);
    const lost = this.storage.logRetention.losses(id);
    // Reads as somebody who sees what the consumer is to see, which may be less than the caller may.
    const reader = new Caller(caller.keyId, caller.name, caller.scopes, filter.sessions);
    const wanted = { limit, ...(filter.types && { types: filter.types }) };
    const page = await this.events.list(reader, cursorPos, wanted, lost.length > 0 ? 0 : waitMs, signal);
    return { ...page, lost };
  }

  /** Everything up to there is done. @throws InvalidInputError for a cursor that is none */
  confirm(caller: Caller, id: string, cursor: string): ConsumerReading {
    this.find(caller, id);
    const pos = readCursor(cursor);
    if (pos > this.storage.events.lastPos()) throw new InvalidInputError('This cursor did not come from here');
    for (const span of this.storage.logRetention.losses(id)) this.storage.logRetention.told(id, span);
    this.storage.consumers.advance(id, pos);
    return this.reading(this.find(caller, id));
  }

  /** @throws ConflictError for a consumer of another kind */
  delete(caller: Caller, id: string): void {
    const known = this.directory.all().find((reading) => reading.id === id);
    if (known && known.kind !== 'pull')
      throw new ConflictError('Only consumers that fetch their events are removed here');
    this.find(caller, id);
    this.storage.pullConsumers.delete(id);
  }

  private find(caller: Caller, id: string): PullConsumer {
    const found = this.storage.pullConsumers.get(id);
    const { sessions } = found?.filter ?? {};
    const seen = caller.sessions === undefined || sessions?.every((session) => caller.sees(session));
    if (!found || seen !== true) throw new NotFoundError('There is no such consumer');
    return found;
  }

  private reading({ id, name, filter, cursorPos }: PullConsumer): ConsumerReading {
    const spans = this.storage.deliveries.backlog(id, filter);
    const [oldest] = spans.map(({ oldestAt }) => oldestAt).toSorted((a, b) => a.getTime() - b.getTime());
    return {
      id,
      kind: 'pull',
      name,
      state: 'active',
      ...(filter.sessions && { sessions: filter.sessions }),
      cursorPos,
      lag: spans.reduce((sum, { count }) => sum + count, 0),
      ...(oldest && { oldestWaitingAt: oldest }),
      parked: 0,
      attempts: { delivered: 0, failed: 0 },
    };
  }
}
