import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/openapi/operation.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { callListSchema, callSchema, toCallDto } from './calls.schema.js';
import { CallsService } from './calls.service.js';

const CALL_PARAM = {
  name: 'callId',
  description: 'From `call.offered`.',
  schema: { type: 'string' as const, maxLength: 128 },
  example: '4A1F6E0B9C2D',
};

@ApiTags('Calls')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/calls')
export class CallsController {
  constructor(private readonly calls: CallsService) {}

  @Get()
  @Operation({
    id: 'listCalls',
    summary: 'List the last calls, newest first',
    scope: 'read',
    answers: { schema: callListSchema },
    problems: ['not_found'],
  })
  list(@Param('session') session: string) {
    return { data: this.calls.list(session).map(toCallDto) };
  }

  @Post(':callId/reject')
  @ApiParam(CALL_PARAM)
  @Operation({
    id: 'rejectCall',
    summary: 'Reject a call while it rings',
    scope: 'send',
    answers: { schema: callSchema },
    problems: ['not_found', 'conflict', 'not_connected', 'unsupported', 'engine_error', 'timeout'],
    idempotent: true,
  })
  async reject(@Param('session') session: string, @Param('callId') callId: string) {
    return toCallDto(await this.calls.reject(session, callId));
  }
}
