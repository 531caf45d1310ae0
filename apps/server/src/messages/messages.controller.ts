import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { closedBy } from '../common/http/closed-by.js';
import { CurrentRequestKey, type RequestKey } from '../common/idempotency/request-key.js';
import { Operation } from '../common/openapi/operation.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { OUTGOING_DTOS, parseContent } from './content/outgoing-content.js';
import { ListMessagesQuery, SendMessageDto, SendMessageQuery } from './messages.dto.js';
import { messagePageSchema, messageSchema, sendResultSchema, toMessageDto } from './messages.schema.js';
import { MessagesService } from './messages.service.js';
import { CHAT_PARAM, MESSAGE_PARAM } from './params.js';
import { toSendResultDto } from './send-result.presenter.js';
import { isFulfilled, STATUS_OF } from './send-status.js';

@ApiTags('Messages')
@ApiParam(SESSION_PARAM)
@ApiExtraModels(...OUTGOING_DTOS)
@Controller('v1/sessions/:session')
export class MessagesController {
  constructor(private readonly messages: MessagesService) {}

  @Post('messages')
  @Operation({
    id: 'sendMessage',
    summary: 'Send a message',
    description:
      'Answers 200 as soon as the message is as far as `waitFor` asks (or has failed: see `status`), and 202 when it is accepted and still on its way.',
    scope: 'send',
    answers: { schema: sendResultSchema, orAccepted: true },
    problems: ['invalid_input', 'not_found', 'not_connected', 'too_large', 'queue_full', 'account_limited', 'storage'],
    idempotent: true,
  })
  async send(
    @Param('session') session: string,
    @Body() { chatId, content, ...options }: SendMessageDto,
    @Query() { waitFor, waitSeconds }: SendMessageQuery,
    @CurrentRequestKey() requestKey: RequestKey,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const accepted = this.messages.accept(
      session,
      { chat: chatId, content: parseContent(content), ...options },
      requestKey,
    );
    const send = await this.messages.settled(accepted, waitFor, waitSeconds * 1000, closedBy(request));
    if (!isFulfilled(STATUS_OF[send.state], waitFor)) response.status(202);
    return toSendResultDto(send, requestKey.key);
  }

  @Get('chats/:chatId/messages')
  @ApiParam(CHAT_PARAM)
  @Operation({
    id: 'listMessages',
    summary: 'Read the messages of a chat, newest first',
    scope: 'read',
    answers: { schema: messagePageSchema },
    problems: ['invalid_input', 'not_found'],
  })
  list(
    @Param('session') session: string,
    @Param('chatId') chatId: string,
    @Query() { limit, cursor }: ListMessagesQuery,
  ) {
    const { data, next } = this.messages.list(session, chatId, { limit, before: cursor });
    return { data: data.map(toMessageDto), nextCursor: next ?? null };
  }

  @Get('chats/:chatId/messages/:messageId')
  @ApiParam(CHAT_PARAM)
  @ApiParam(MESSAGE_PARAM)
  @Operation({
    id: 'getMessage',
    summary: 'Read one message',
    scope: 'read',
    answers: { schema: messageSchema },
    problems: ['invalid_input', 'not_found'],
  })
  get(@Param('session') session: string, @Param('chatId') chatId: string, @Param('messageId') messageId: string) {
    return toMessageDto(this.messages.get(session, chatId, messageId));
  }
}
