import { Body, Controller, Delete, Get, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Operation, type OperationOptions } from '../common/openapi/operation.js';
import { CreateSessionDto, UpdateSessionDto } from './sessions.dto.js';
import { toSessionDto } from './sessions.presenter.js';
import { sessionListSchema, sessionSchema } from './sessions.schema.js';
import { SessionsService } from './sessions.service.js';
import { SESSION_PARAM } from './session-param.js';

/** What the actions on a session have in common. */
const ACTION = {
  scope: 'admin',
  answers: { schema: sessionSchema },
  problems: ['not_found', 'engine_error', 'storage'],
  idempotent: true,
} as const satisfies Partial<OperationOptions>;

@ApiTags('Sessions')
@Controller('v1/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @Operation({
    id: 'listSessions',
    summary: 'List the sessions that the key may see',
    scope: 'read',
    answers: { schema: sessionListSchema },
  })
  list(@CurrentCaller() caller: Caller) {
    return { data: this.sessions.list(caller).map(toSessionDto) };
  }

  @Post()
  @Operation({
    id: 'createSession',
    summary: 'Make a session',
    scope: 'admin',
    answers: { status: 201, schema: sessionSchema },
    problems: ['invalid_input', 'conflict', 'storage'],
  })
  create(
    @CurrentCaller() caller: Caller,
    @Body() wanted: CreateSessionDto,
    @Res({ passthrough: true }) response: Response,
  ) {
    const made = toSessionDto(this.sessions.create(caller, wanted));
    response.location(`/v1/sessions/${made.name}`);
    return made;
  }

  @Get(':session')
  @ApiParam(SESSION_PARAM)
  @Operation({
    id: 'getSession',
    summary: 'Read a session',
    scope: 'read',
    answers: { schema: sessionSchema },
    problems: ['not_found'],
  })
  get(@Param('session') name: string) {
    return toSessionDto(this.sessions.get(name));
  }

  @Patch(':session')
  @ApiParam(SESSION_PARAM)
  @Operation({
    id: 'updateSession',
    summary: 'Change the settings of a session',
    scope: 'admin',
    answers: { schema: sessionSchema },
    problems: ['invalid_input', 'not_found', 'storage'],
    idempotent: true,
  })
  async update(@Param('session') name: string, @Body() change: UpdateSessionDto) {
    return toSessionDto(await this.sessions.update(name, change));
  }

  @Delete(':session')
  @ApiParam(SESSION_PARAM)
  @Operation({
    id: 'deleteSession',
    summary: 'Remove a session with everything that belongs to it',
    description: 'Logs out where possible, then wipes credentials, messages and files.',
    scope: 'admin',
    problems: ['not_found', 'storage'],
  })
  delete(@Param('session') name: string): Promise<void> {
    return this.sessions.delete(name);
  }

  @Post(':session/start')
  @ApiParam(SESSION_PARAM)
  @Operation({ ...ACTION, id: 'startSession', summary: 'Connect, or wait to be linked' })
  async start(@Param('session') name: string) {
    return toSessionDto(await this.sessions.start(name));
  }

  @Post(':session/stop')
  @ApiParam(SESSION_PARAM)
  @Operation({ ...ACTION, id: 'stopSession', summary: 'Disconnect; the link is kept' })
  async stop(@Param('session') name: string) {
    return toSessionDto(await this.sessions.stop(name));
  }

  @Post(':session/restart')
  @ApiParam(SESSION_PARAM)
  @Operation({ ...ACTION, id: 'restartSession', summary: 'Stop and start with a fresh engine; the link is kept' })
  async restart(@Param('session') name: string) {
    return toSessionDto(await this.sessions.restart(name));
  }

  @Post(':session/logout')
  @ApiParam(SESSION_PARAM)
  @Operation({ ...ACTION, id: 'logoutSession', summary: 'Unlink at WhatsApp; the credentials are set aside' })
  async logout(@Param('session') name: string) {
    return toSessionDto(await this.sessions.logout(name));
  }
}
