import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { closedBy } from '../common/http/closed-by.js';
import { Operation } from '../common/openapi/operation.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { EventStream } from './event-stream.js';
import { ListEventsQuery, ListSessionEventsQuery, StreamEventsQuery } from './events.dto.js';
import { eventPageSchema, eventSchema, sessionEventPageSchema } from './events.schema.js';
import { EventsService } from './events.service.js';

@ApiTags('Events')
@Controller('v1')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly stream: EventStream,
  ) {}

  @Get('events')
  @Operation({
    id: 'listEvents',
    summary: 'Read events of all sessions that the key may see',
    description: 'Keep `nextCursor` and ask again with it: nothing is missed and nothing comes twice.',
    scope: 'read',
    answers: { schema: eventPageSchema },
    problems: ['invalid_input', 'cursor_expired'],
  })
  list(@CurrentCaller() caller: Caller, @Query() query: ListEventsQuery, @Req() request: Request) {
    const { cursor, from, types, limit, waitSeconds } = query;
    return this.events.list(
      caller,
      this.events.placeOf(cursor, from),
      { types, limit },
      waitSeconds * 1000,
      closedBy(request),
    );
  }

  @Get('events/stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The last `id` that was seen; browsers send it by themselves.',
  })
  @Operation({
    id: 'streamEvents',
    summary: 'Get events as they happen (server-sent events)',
    description:
      'Each `data` is one `Event`; each `id` is a cursor. A comment every 15 seconds shows that the line is alive.',
    scope: 'read',
    produces: { mimeType: 'text/event-stream', description: 'An endless answer.' },
    problems: ['invalid_input', 'cursor_expired'],
  })
  async follow(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, types }: StreamEventsQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const place = this.events.placeOf(lastEventId || cursor, 'now');
    await this.stream.send(caller, place, types, response);
  }

  @Get('events/:eventId')
  @ApiParam({ name: 'eventId', description: 'Id of the event.', schema: { type: 'string', format: 'uuid' } })
  @Operation({
    id: 'getEvent',
    summary: 'Read one event again',
    scope: 'read',
    answers: { schema: eventSchema },
    problems: ['not_found'],
  })
  get(@CurrentCaller() caller: Caller, @Param('eventId') eventId: string) {
    return this.events.get(caller, eventId);
  }

  @Get('sessions/:session/events')
  @ApiParam(SESSION_PARAM)
  @Operation({
    id: 'listSessionEvents',
    summary: 'Read events of one session by number',
    description: 'Without `types`, the numbers of a complete reading have no gap.',
    scope: 'read',
    answers: { schema: sessionEventPageSchema },
    problems: ['invalid_input', 'not_found', 'cursor_expired'],
  })
  listOfSession(@Param('session') session: string, @Query() query: ListSessionEventsQuery, @Req() request: Request) {
    const { afterSeq, types, limit, waitSeconds } = query;
    return this.events.listOfSession(session, afterSeq, { types, limit }, waitSeconds * 1000, closedBy(request));
  }
}
