import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { eventSchema } from '../openapi/faserf-event.schema.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { FaserfQueue } from './faserf-queue.js';

@ApiTags('Session')
@UseGuards(FaserfGuard)
@Controller('events')
export class FaserfEventsController {
  constructor(private readonly queue: FaserfQueue) {}

  @Get()
  @FaserfOperation({
    id: 'takeEvents',
    summary: 'Take what happened since the last time',
    description:
      'There is one queue for each session, so two who ask take events from each other. At most 500 at once.',
    scope: 'read',
    answers: { schema: eventSchema, many: true },
    always: true,
  })
  take(@Call() { session, sessionId }: FaserfCall) {
    return this.queue.take(session, sessionId);
  }
}
