import { DomainError } from '@columba/core';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.js';
import { Operation } from '../common/openapi/operation.js';
import type { ProblemCode } from '../common/problem/problem.js';
import { Extras, type ExtraView } from './extras/extras.service.js';
import { EXTRA_IDS } from './extras/extras.js';
import { ChangeExtraDto } from './home-assistant.dto.js';
import { extraListSchema, extraSchema, homeAssistantSchema } from './home-assistant.schema.js';
import { HomeAssistantState } from './home-assistant-state.js';

const EXTRA_PARAM = {
  name: 'extraId',
  description: 'Which script or blueprint.',
  schema: { type: 'string' as const, enum: [...EXTRA_IDS] },
};
const PROBLEMS: readonly ProblemCode[] = ['invalid_input', 'not_found', 'conflict'];

const toExtraDto = ({ id, kind, name, state, content }: ExtraView) => ({ extraId: id, kind, name, state, content });

/** For the owner only: what is left in Home Assistant runs there. */
@ApiTags('HomeAssistant')
@Controller('v1/home-assistant')
export class HomeAssistantController {
  constructor(
    private readonly state: HomeAssistantState,
    private readonly extras: Extras,
  ) {}

  @Get()
  @Operation({
    id: 'getHomeAssistant',
    summary: 'How Columba and Home Assistant stand',
    scope: 'admin',
    answers: { schema: homeAssistantSchema },
  })
  get() {
    return this.state.read();
  }

  @Get('extras')
  @Operation({
    id: 'listHomeAssistantExtras',
    summary: 'List the script and the blueprints that can be left in Home Assistant',
    scope: 'admin',
    answers: { schema: extraListSchema },
  })
  async list() {
    return { data: (await this.extras.list()).map(toExtraDto) };
  }

  @Post('extras/:extraId/install')
  @HttpCode(200)
  @ApiParam(EXTRA_PARAM)
  @Operation({
    id: 'addHomeAssistantExtra',
    summary: 'Leave a script or blueprint in Home Assistant',
    description: 'Only on request, and never over what somebody changed there unless `overwrite` says so.',
    scope: 'admin',
    answers: { schema: extraSchema },
    problems: PROBLEMS,
  })
  async install(
    @CurrentCaller() caller: Caller,
    @Param('extraId') id: string,
    @Body() { overwrite = false }: ChangeExtraDto,
  ) {
    requireAllSessions(caller);
    return toExtraDto(await this.extras.install(id, overwrite));
  }

  @Post('extras/:extraId/remove')
  @HttpCode(200)
  @ApiParam(EXTRA_PARAM)
  @Operation({
    id: 'removeHomeAssistantExtra',
    summary: 'Take a script or blueprint out of Home Assistant',
    scope: 'admin',
    answers: { schema: extraSchema },
    problems: PROBLEMS,
  })
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('extraId') id: string,
    @Body() { overwrite = false }: ChangeExtraDto,
  ) {
    requireAllSessions(caller);
    return toExtraDto(await this.extras.remove(id, overwrite));
  }
}

/** What stands in Home Assistant serves every session. @throws DomainError `forbidden` for a key that is bound to some */
function requireAllSessions({ sessions }: Caller): void {
  if (sessions !== undefined) throw new DomainError('forbidden', 'This key is bound to sessions of its own');
}
