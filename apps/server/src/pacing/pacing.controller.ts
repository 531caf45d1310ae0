import { NotFoundError } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/openapi/operation.js';
import { STORAGE } from '../common/tokens.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { Governors } from './governors.js';
import { pacingSchema, toPacingDto } from './pacing.schema.js';

@ApiTags('Sessions')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/pacing')
export class PacingController {
  constructor(
    private readonly governors: Governors,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  @Get()
  @Operation({
    id: 'getPacing',
    summary: 'Read how much a session may send now',
    scope: 'read',
    answers: { schema: pacingSchema },
    problems: ['not_found'],
  })
  get(@Param('session') name: string) {
    const record = this.storage.sessions.get(name);
    if (!record) throw new NotFoundError('There is no such session');
    return toPacingDto(this.governors.status(record.name));
  }
}
