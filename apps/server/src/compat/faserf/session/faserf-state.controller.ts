import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { dashboardSchema, logEntrySchema, statsSchema } from '../openapi/faserf-session.schema.js';
import { FaserfState } from './faserf-state.js';

/** What pages and sensors show of a session. */
@ApiTags('Session')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfStateController {
  constructor(private readonly state: FaserfState) {}

  @Get('stats')
  @FaserfOperation({
    id: 'getStats',
    summary: 'Read the counters of the session',
    scope: 'read',
    answers: { schema: statsSchema },
    always: true,
  })
  stats(@Call() call: FaserfCall) {
    return this.state.stats(call);
  }

  @Get('logs')
  @FaserfOperation({
    id: 'getLogs',
    summary: 'Read what happened to the connection, newest first',
    scope: 'read',
    answers: { schema: logEntrySchema, many: true },
    always: true,
  })
  logs(@Call() call: FaserfCall) {
    return this.state.log(call);
  }

  @Get('api/dashboard')
  @FaserfOperation({
    id: 'getDashboard',
    summary: 'Read what a page needs at first',
    scope: 'read',
    answers: { schema: dashboardSchema },
    always: true,
  })
  dashboard(@Call() call: FaserfCall) {
    return this.state.dashboard(call);
  }
}
