import { Controller, Get, Param, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { closedBy } from '../common/http/closed-by.js';
import { Operation } from '../common/openapi/operation.js';
import { downloadHeaders } from '../media/download/download-headers.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { SessionAccess } from '../sessions/session-access.js';
import { MessageMediaService } from './message-media.service.js';
import { MessageReader, type MessagePath } from './message-reader.service.js';
import { CHAT_PARAM, MESSAGE_PARAM } from './params.js';

/** The file of a message. */
@ApiTags('Messages')
@ApiParam(MESSAGE_PARAM)
@ApiParam(CHAT_PARAM)
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/chats/:chatId/messages/:messageId/media')
export class MessageMediaController {
  constructor(
    private readonly reader: MessageReader,
    private readonly files: MessageMediaService,
    private readonly access: SessionAccess,
  ) {}

  @Get()
  @Operation({
    id: 'downloadMessageMedia',
    summary: 'The file of a message',
    description: 'Fetched from WhatsApp when it is not here yet.',
    scope: 'read',
    produces: { mimeType: 'application/octet-stream', description: 'The bytes, under their true type.' },
    problems: ['invalid_input', 'not_found', 'not_connected', 'media_expired', 'media_failed', 'timeout', 'storage'],
  })
  async download(@Param() path: MessagePath, @Req() request: Request): Promise<StreamableFile> {
    const { message } = this.reader.get(path);
    const opened = await this.files.open(this.access.name(path.session), message, closedBy(request));
    request.res?.set(downloadHeaders(opened.media, opened.sizeBytes));
    return new StreamableFile(opened.bytes);
  }

  @Post('refetch')
  @Operation({
    id: 'refetchMessageMedia',
    summary: 'Ask a phone to upload the file again',
    description: '`media.changed` tells when it is there.',
    scope: 'send',
    problems: ['invalid_input', 'not_found', 'not_connected', 'unsupported', 'engine_error', 'timeout'],
    idempotent: true,
  })
  async refetch(@Param() path: MessagePath): Promise<void> {
    const { message } = this.reader.get(path);
    await this.access.engine(path.session).media.refetch(message.key);
  }
}
