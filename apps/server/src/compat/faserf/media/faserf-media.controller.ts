import type { MessageId } from '@columba/core';
import { Controller, Get, Param, Res, StreamableFile, UseGuards } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { downloadHeaders } from '../../../media/download/download-headers.js';
import { MessageMediaService } from '../../../messages/message-media.service.js';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfReads } from '../faserf-reads.js';
import { messageNotFound } from '../faserf-refusal.js';
import { FaserfDownload } from '../openapi/faserf-operation.js';

const SESSION = { name: 'sessionId', description: 'The session, as `media_url` has it.' };
const MESSAGE = { name: 'messageId', description: 'The message, as `media_url` has it.' };

/** The files behind `media_url`. */
@ApiTags('Messages')
@UseGuards(FaserfGuard)
@Controller('media')
export class FaserfMediaController {
  constructor(
    private readonly reads: FaserfReads,
    private readonly files: MessageMediaService,
  ) {}

  @Get(':sessionId/:messageId')
  @ApiParam(MESSAGE)
  @ApiParam(SESSION)
  @FaserfDownload({ id: 'getMedia', summary: 'Download the file of a message' })
  async get(
    @Call() { session, signal }: FaserfCall,
    @Param() { messageId }: { sessionId: string; messageId: string },
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const message = this.reads.byId(session, messageId as MessageId);
    if (!message || !('media' in message.content) || message.revokedAt) throw messageNotFound();
    const { media, sizeBytes, bytes } = await this.files.open(session, message, signal);
    // Only the whole file is served here.
    for (const [name, value] of Object.entries(downloadHeaders(media, sizeBytes)))
      if (name !== 'Accept-Ranges') response.setHeader(name, value);
    return new StreamableFile(bytes);
  }
}
