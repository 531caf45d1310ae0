import { STATUS_JID } from '@columba/core';
import { Body, Controller, Delete, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { closedBy } from '../common/http/closed-by.js';
import { PageQuery } from '../common/http/page.dto.js';
import { CurrentRequestKey, type RequestKey } from '../common/idempotency/request-key.js';
import { Operation } from '../common/openapi/operation.js';
import { toPageDto } from '../common/openapi/page.js';
import { given } from '../messages/content/given.js';
import { parseContent } from '../messages/content/outgoing-content.js';
import { MessageActsService } from '../messages/message-acts.service.js';
import { MessageReader } from '../messages/message-reader.service.js';
import { SendMessageQuery } from '../messages/messages.dto.js';
import { messagePageSchema, sendResultSchema, toMessageDto } from '../messages/messages.schema.js';
import { MessagesService } from '../messages/messages.service.js';
import { MESSAGE_PARAM } from '../messages/params.js';
import { SEND_PROBLEMS } from '../messages/send-problems.js';
import { toSendResultDto } from '../messages/send-result.presenter.js';
import { isFulfilled, STATUS_OF } from '../messages/send-status.js';
import { SendsService } from '../messages/sends.service.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { PostStatusDto } from './statuses.dto.js';

/** A status is a message to everybody: it is kept, sent and taken back like one. */
@ApiTags('Statuses')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/statuses')
export class StatusesController {
  constructor(
    private readonly messages: MessagesService,
    private readonly sends: SendsService,
    private readonly reader: MessageReader,
    private readonly acts: MessageActsService,
  ) {}

  @Get()
  @Operation({
    id: 'listStatuses',
    summary: 'Read posts, newest first',
    scope: 'read',
    answers: { schema: messagePageSchema },
    problems: ['invalid_input', 'not_found'],
  })
  list(@Param('session') session: string, @Query() { limit, cursor }: PageQuery) {
    const page = this.reader.find(session, { chatId: STATUS_JID }, { limit, ...given({ cursor }) });
    return toPageDto(page, ({ message, reactions }) => toMessageDto(message, reactions));
  }

  @Post()
  @Operation({
    id: 'postStatus',
    summary: 'Post something for a day',
    scope: 'send',
    answers: { schema: sendResultSchema, orAccepted: true },
    problems: SEND_PROBLEMS,
    idempotent: true,
  })
  async post(
    @Param('session') session: string,
    @Body() { content, audience }: PostStatusDto,
    @Query() { waitFor, waitSeconds }: SendMessageQuery,
    @CurrentRequestKey() requestKey: RequestKey,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const closed = closedBy(request);
    const wanted = { chat: STATUS_JID, content: parseContent(content), ...given({ audience }) };
    const accepted = await this.sends.send(session, wanted, requestKey, closed);
    const send = await this.messages.settled(accepted, waitFor, waitSeconds * 1000, closed);
    if (!isFulfilled(STATUS_OF[send.state], waitFor)) response.status(202);
    return toSendResultDto(send, requestKey.key);
  }

  @Delete(':messageId')
  @ApiParam(MESSAGE_PARAM)
  @Operation({
    id: 'deleteStatus',
    summary: 'Take an own post back',
    scope: 'send',
    problems: ['invalid_input', 'not_found', 'not_connected', 'not_allowed', 'unsupported'],
    idempotent: true,
  })
  delete(
    @Param('session') session: string,
    @Param('messageId') messageId: string,
    @CurrentRequestKey() key: RequestKey,
  ): Promise<void> {
    const path = { session, chatId: STATUS_JID, messageId };
    return this.acts.perform(path, key, (port, target, id) => port.revoke(target, id));
  }
}
