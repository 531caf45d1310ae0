import { Body, Controller, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { closedBy } from '../common/http/closed-by.js';
import { CurrentRequestKey, type RequestKey } from '../common/idempotency/request-key.js';
import { Operation } from '../common/openapi/operation.js';
import { SEND_PROBLEMS } from './send-problems.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { OUTGOING_DTOS, parseContent } from './content/outgoing-content.js';
import { SendMessageDto, SendMessageQuery } from './messages.dto.js';
import { sendResultListSchema, sendResultSchema } from './messages.schema.js';
import { ForwardMessageDto } from './acts.dto.js';
import { ForwardsService } from './forwards.service.js';
import { MessagesService } from './messages.service.js';
import { CHAT_PARAM, MESSAGE_PARAM } from './params.js';
import { SendsService } from './sends.service.js';
import { toSendResultDto } from './send-result.presenter.js';
import { isFulfilled, STATUS_OF } from './send-status.js';

@ApiTags('Messages')
@ApiParam(SESSION_PARAM)
@ApiExtraModels(...OUTGOING_DTOS)
@Controller('v1/sessions/:session')
export class MessagesController {
  constructor(
    private readonly messages: MessagesService,
    private readonly sends: SendsService,
    private readonly forwards: ForwardsService,
  ) {}

  @Post('messages')
  @Operation({
    id: 'sendMessage',
    summary: 'Send a message',
    description:
      'Answers 200 as soon as the message is as far as `waitFor` asks (or has failed: see `status`), and 202 when it is accepted and still on its way.',
    scope: 'send',
    answers: { schema: sendResultSchema, orAccepted: true },
    problems: SEND_PROBLEMS,
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
    const closed = closedBy(request);
    const wanted = { chat: chatId, content: parseContent(content), ...options };
    const accepted = await this.sends.send(session, wanted, requestKey, closed);
    const send = await this.messages.settled(accepted, waitFor, waitSeconds * 1000, closed);
    if (!isFulfilled(STATUS_OF[send.state], waitFor)) response.status(202);
    return toSendResultDto(send, requestKey.key);
  }

  @Post('chats/:chatId/messages/:messageId/forward')
  @ApiParam(CHAT_PARAM)
  @ApiParam(MESSAGE_PARAM)
  @Operation({
    id: 'forwardMessage',
    summary: 'Forward a message to other chats',
    description: 'One result for each chat, in their order; one that fails does not stop the others.',
    scope: 'send',
    answers: { schema: sendResultListSchema, orAccepted: true },
    problems: ['invalid_input', 'not_found', 'not_connected', 'unsupported', 'storage'],
    idempotent: true,
  })
  async forward(
    @Param('session') session: string,
    @Param('chatId') chatId: string,
    @Param('messageId') messageId: string,
    @Body() { chatIds }: ForwardMessageDto,
    @Query() { waitFor, waitSeconds }: SendMessageQuery,
    @CurrentRequestKey() requestKey: RequestKey,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const forwards = await this.forwards.forward({ session, chatId, messageId }, chatIds, requestKey);
    await this.forwards.settled(forwards, waitFor, waitSeconds * 1000, closedBy(request));
    const data = forwards.map((forward) => this.forwards.result(forward, requestKey.key));
    if (data.some(({ status }) => !isFulfilled(status, waitFor))) response.status(202);
    return { data };
  }
}
