import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation, type OperationOptions } from '../common/openapi/operation.js';
import { CHAT_PARAM } from '../messages/params.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { SetChatPresenceDto, SetPresenceDto } from './chats.dto.js';
import { ownPresenceSchema, presenceListSchema, toPresenceDto } from './presence.schema.js';
import { PresenceService } from './presence.service.js';

/** Nothing of it is kept, so nothing is to be repeated either. */
const CHANGE = {
  scope: 'send',
  problems: [
    'invalid_input',
    'not_found',
    'not_connected',
    'not_on_whatsapp',
    'unsupported',
    'engine_error',
    'timeout',
  ],
} as const satisfies Partial<OperationOptions>;

@ApiTags('Presence')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session')
export class PresenceController {
  constructor(private readonly presence: PresenceService) {}

  @Get('chats/:chatId/presence')
  @ApiParam(CHAT_PARAM)
  @Operation({
    id: 'getChatPresence',
    summary: 'What was last seen of the people in a chat',
    scope: 'read',
    answers: { schema: presenceListSchema },
    problems: ['invalid_input', 'not_found'],
  })
  get(@Param('session') session: string, @Param('chatId') chatId: string) {
    return { data: this.presence.inChat(session, chatId).map(toPresenceDto) };
  }

  @Put('chats/:chatId/presence')
  @ApiParam(CHAT_PARAM)
  @Operation({
    ...CHANGE,
    id: 'setChatPresence',
    summary: 'Show "typing …" or "recording …" in a chat',
    answers: { schema: ownPresenceSchema },
  })
  async setInChat(
    @Param('session') session: string,
    @Param('chatId') chatId: string,
    @Body() { presence }: SetChatPresenceDto,
  ) {
    await this.presence.setInChat(session, chatId, presence);
    return { presence };
  }

  @Put('chats/:chatId/presence/subscription')
  @ApiParam(CHAT_PARAM)
  @Operation({
    ...CHANGE,
    id: 'subscribePresence',
    summary: 'Hear of a person from now on',
    description: 'By `presence.changed`, as long as the session stays connected.',
    scope: 'read',
    answers: { schema: presenceListSchema },
  })
  async subscribe(@Param('session') session: string, @Param('chatId') chatId: string) {
    await this.presence.subscribe(session, chatId);
    return this.get(session, chatId);
  }

  @Delete('chats/:chatId/presence/subscription')
  @ApiParam(CHAT_PARAM)
  @Operation({
    ...CHANGE,
    id: 'unsubscribePresence',
    summary: 'Hear of a person no longer',
    description: 'Done also when nobody had asked. That somebody is writing to this account is told anyway.',
    scope: 'read',
  })
  unsubscribe(@Param('session') session: string, @Param('chatId') chatId: string): Promise<void> {
    return this.presence.unsubscribe(session, chatId);
  }

  @Put('presence')
  @Operation({
    ...CHANGE,
    id: 'setPresence',
    summary: 'Show the account as online or not',
    answers: { schema: ownPresenceSchema },
  })
  async setOwn(@Param('session') session: string, @Body() { presence }: SetPresenceDto) {
    await this.presence.setOwn(session, presence);
    return { presence };
  }
}
