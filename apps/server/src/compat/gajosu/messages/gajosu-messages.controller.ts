import { Body, Controller, Get, Param, Post, Query, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { closedBy } from '../../../common/http/closed-by.js';
import { GajosuEtagInterceptor } from '../gajosu-etag.interceptor.js';
import { GajosuReadyGuard } from '../gajosu-ready.guard.js';
import { messageSchema } from '../openapi/gajosu-message.schema.js';
import { GajosuOperation } from '../openapi/gajosu-operation.js';
import { CHAT_ID, MESSAGE_ID } from '../openapi/gajosu-params.js';
import { sendRequestSchema } from '../openapi/gajosu-request.schema.js';
import { GajosuDownload } from './gajosu-download.js';
import { GajosuMessages, parseLimit, type MessagePath } from './gajosu-messages.service.js';
import { parseSend } from './gajosu-send.parse.js';
import { GajosuSender } from './gajosu-send.service.js';

@ApiTags('Messages')
@ApiParam(CHAT_ID)
@UseGuards(GajosuReadyGuard)
@UseInterceptors(GajosuEtagInterceptor)
@Controller('api/chats/:id/messages')
export class GajosuMessagesController {
  constructor(
    private readonly messages: GajosuMessages,
    private readonly sender: GajosuSender,
    private readonly download: GajosuDownload,
  ) {}

  @Get()
  @ApiQuery({
    name: 'limit',
    required: false,
    description: 'How many of the newest.',
    schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
  })
  @GajosuOperation({
    id: 'listMessages',
    summary: 'List the newest messages of a chat, oldest first',
    scope: 'read',
    answers: { schema: messageSchema, many: true },
    errors: [404],
  })
  list(@Param('id') id: string, @Query('limit') limit: unknown) {
    return this.messages.list(id, parseLimit(limit));
  }

  @Post()
  @GajosuOperation({
    id: 'sendMessage',
    summary: 'Send a text or a file',
    description: 'A file is fetched by Columba. Errors of the server it lies on are answered with their own status.',
    takes: { schema: sendRequestSchema },
    answers: { schema: messageSchema },
    errors: [404, 408, 413, 502],
  })
  send(@Param('id') id: string, @Body() body: unknown, @Req() request: Request) {
    return this.sender.send(parseSend(id, body), closedBy(request));
  }

  @Get(':messageId')
  @ApiParam(MESSAGE_ID)
  @GajosuOperation({
    id: 'getMessage',
    summary: 'Read a message',
    scope: 'read',
    answers: { schema: messageSchema },
    errors: [404],
  })
  get(@Param() path: MessagePath) {
    return this.messages.get(path);
  }

  @Get(':messageId/download-media')
  @ApiParam(MESSAGE_ID)
  @GajosuOperation({
    id: 'downloadMedia',
    summary: 'Download the file of a message',
    scope: 'read',
    downloads: true,
    errors: [404, 410, 422],
  })
  media(@Param() path: MessagePath, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    return this.download.open(path, response, closedBy(request));
  }
}
