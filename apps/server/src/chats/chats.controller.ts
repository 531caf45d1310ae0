import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation, type OperationOptions } from '../common/openapi/operation.js';
import { toPageDto } from '../common/openapi/page.js';
import { given } from '../messages/content/given.js';
import { CHAT_PARAM } from '../messages/params.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { ListChatsQuery, MarkChatReadDto, UpdateChatDto } from './chats.dto.js';
import { chatPageSchema, chatSchema, toChatDto } from './chats.schema.js';
import { ChatsService } from './chats.service.js';

/** What all changes of a chat have in common. */
const CHANGE = {
  scope: 'send',
  problems: ['invalid_input', 'not_found', 'not_connected', 'not_allowed', 'unsupported', 'engine_error', 'timeout'],
  idempotent: true,
} as const satisfies Partial<OperationOptions>;

@ApiTags('Chats')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/chats')
export class ChatsController {
  constructor(private readonly chats: ChatsService) {}

  @Get()
  @Operation({
    id: 'listChats',
    summary: 'List chats, last activity first',
    scope: 'read',
    answers: { schema: chatPageSchema },
    problems: ['invalid_input', 'not_found'],
  })
  list(@Param('session') session: string, @Query() { limit, cursor, ...filter }: ListChatsQuery) {
    return toPageDto(this.chats.list(session, { limit, ...given({ cursor }) }, given(filter)), toChatDto);
  }

  @Get(':chatId')
  @ApiParam(CHAT_PARAM)
  @Operation({
    id: 'getChat',
    summary: 'Read a chat',
    scope: 'read',
    answers: { schema: chatSchema },
    problems: ['invalid_input', 'not_found'],
  })
  get(@Param('session') session: string, @Param('chatId') chatId: string) {
    return toChatDto(this.chats.get(session, chatId));
  }

  @Patch(':chatId')
  @ApiParam(CHAT_PARAM)
  @Operation({
    ...CHANGE,
    id: 'updateChat',
    summary: 'Archive, pin, mute a chat, mark it unread, let its messages disappear',
    answers: { schema: chatSchema },
  })
  async update(@Param('session') session: string, @Param('chatId') chatId: string, @Body() change: UpdateChatDto) {
    const { mutedUntil, ...flags } = change;
    const until = mutedUntil === undefined || mutedUntil === null ? mutedUntil : new Date(mutedUntil);
    return toChatDto(await this.chats.update(session, chatId, given({ ...flags, mutedUntil: until })));
  }

  @Delete(':chatId')
  @ApiParam(CHAT_PARAM)
  @Operation({ ...CHANGE, id: 'deleteChat', summary: 'Delete a chat with its messages, on the own account' })
  delete(@Param('session') session: string, @Param('chatId') chatId: string): Promise<void> {
    return this.chats.delete(session, chatId);
  }

  @Delete(':chatId/messages')
  @ApiParam(CHAT_PARAM)
  @Operation({ ...CHANGE, id: 'clearChat', summary: 'Delete the messages of a chat, on the own account' })
  clear(@Param('session') session: string, @Param('chatId') chatId: string): Promise<void> {
    return this.chats.clear(session, chatId);
  }

  @Post(':chatId/read')
  @ApiParam(CHAT_PARAM)
  @Operation({
    ...CHANGE,
    id: 'markChatRead',
    summary: 'Tell the senders that their messages were read',
    answers: { schema: chatSchema },
  })
  async read(
    @Param('session') session: string,
    @Param('chatId') chatId: string,
    @Body() { messageId }: MarkChatReadDto,
  ) {
    return toChatDto(await this.chats.markRead(session, chatId, messageId));
  }
}
