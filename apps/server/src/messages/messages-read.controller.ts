import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { toDate } from '../common/openapi/fields.js';
import { Operation } from '../common/openapi/operation.js';
import { toPageDto } from '../common/openapi/page.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { given } from './content/given.js';
import { ListMessagesQuery, SearchMessagesDto } from './list-messages.dto.js';
import { MessageReader, type ReadMessage } from './message-reader.service.js';
import { messagePageSchema, toMessageDto } from './messages.schema.js';
import { CHAT_PARAM } from './params.js';

const PROBLEMS = ['invalid_input', 'not_found'] as const;

const present = ({ message, reactions }: ReadMessage) => toMessageDto(message, reactions);
const directionOf = (fromMe: boolean | undefined) =>
  fromMe === undefined ? undefined : fromMe ? ('out' as const) : ('in' as const);

@ApiTags('Messages')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session')
export class MessagesReadController {
  constructor(private readonly reader: MessageReader) {}

  @Post('messages/search')
  @Operation({
    id: 'searchMessages',
    summary: 'Search in all messages',
    scope: 'read',
    answers: { schema: messagePageSchema },
    problems: PROBLEMS,
  })
  search(@Param('session') session: string, @Body() search: SearchMessagesDto) {
    const { limit, cursor, order, fromMe, since, until, ...filter } = search;
    const wanted = given({
      ...filter,
      direction: directionOf(fromMe),
      since: toDate(since),
      until: toDate(until),
    });
    return toPageDto(this.reader.find(session, wanted, { limit, order, ...given({ cursor }) }), present);
  }

  @Get('chats/:chatId/messages')
  @ApiParam(CHAT_PARAM)
  @Operation({
    id: 'listMessages',
    summary: 'Read the messages of a chat, newest first',
    scope: 'read',
    answers: { schema: messagePageSchema },
    problems: PROBLEMS,
  })
  list(@Param('session') session: string, @Param('chatId') chatId: string, @Query() query: ListMessagesQuery) {
    const { limit, cursor, order, kind, fromMe, hasMedia, starred, since, until } = query;
    const filter = given({
      chatId,
      kinds: kind,
      direction: directionOf(fromMe),
      hasMedia,
      starred,
      since: toDate(since),
      until: toDate(until),
    });
    return toPageDto(this.reader.find(session, filter, { limit, order, ...given({ cursor }) }), present);
  }
}
