import { Controller, Delete, Get, Param, Post, Req, Res, StreamableFile, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { closedBy } from '../common/http/closed-by.js';
import { Operation } from '../common/openapi/operation.js';
import { mediaSchema, toMediaDto } from '../messages/content/media.content.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { downloadHeaders } from './download/download-headers.js';
import { FilesService } from './files.service.js';
import { MultipartUpload, uploadedBy } from './uploads/multipart-upload.js';

const MEDIA_PARAM = {
  name: 'mediaId',
  description: 'Id of the file.',
  schema: { type: 'string' as const, format: 'uuid' },
  example: '0b9b7c5e-3c0e-4a39-9f3e-0f3c7a9d9a11',
};
const FILE_NAME = {
  name: 'X-File-Name',
  required: false,
  description: 'How the file is called; anything but ASCII percent-encoded.',
  schema: { type: 'string' as const, maxLength: 3_000, example: 'invoice.pdf' },
};

@ApiTags('Media')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/media')
export class MediaController {
  constructor(private readonly files: FilesService) {}

  @Post()
  @UseInterceptors(MultipartUpload)
  @ApiConsumes('application/octet-stream')
  @ApiBody({ description: 'The bytes.', schema: { type: 'string', format: 'binary' } })
  @ApiHeader(FILE_NAME)
  @Operation({
    id: 'uploadMedia',
    summary: 'Upload a file to send later',
    description:
      'The bytes as they are, of any type; or `multipart/form-data` with one part named `file`. Kept for some days.',
    scope: 'send',
    answers: { status: 201, schema: mediaSchema },
    problems: ['invalid_input', 'not_found', 'too_large', 'media_failed', 'storage'],
  })
  async upload(
    @Param('session') session: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const media = uploadedBy(request) ?? (await this.files.save(session, request, closedBy(request)));
    response.location(`/v1/sessions/${session}/media/${media.mediaId}`);
    return toMediaDto(media);
  }

  @Get(':mediaId')
  @ApiParam(MEDIA_PARAM)
  @Operation({
    id: 'getMedia',
    summary: 'What is known of a file, uploaded or received',
    scope: 'read',
    answers: { schema: mediaSchema },
    problems: ['invalid_input', 'not_found'],
  })
  async get(@Param('session') session: string, @Param('mediaId') mediaId: string) {
    return toMediaDto(await this.files.find(session, mediaId));
  }

  @Get(':mediaId/content')
  @ApiParam(MEDIA_PARAM)
  @Operation({
    id: 'downloadMedia',
    summary: 'The bytes of a received file',
    description: 'A `Range` is answered with that part, as 206.',
    scope: 'read',
    produces: { mimeType: 'application/octet-stream', description: 'The bytes, under their true type.', ranges: true },
    problems: ['invalid_input', 'not_found', 'media_expired', 'media_failed'],
  })
  async download(
    @Param('session') session: string,
    @Param('mediaId') mediaId: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { media, sizeBytes, range, bytes } = await this.files.open(session, mediaId, request.get('range'));
    if (range) response.status(206);
    response.set(downloadHeaders(media, sizeBytes, range));
    return new StreamableFile(bytes);
  }

  @Delete(':mediaId')
  @ApiParam(MEDIA_PARAM)
  @Operation({
    id: 'deleteMedia',
    summary: 'Remove an upload',
    scope: 'send',
    problems: ['invalid_input', 'not_found', 'storage'],
  })
  remove(@Param('session') session: string, @Param('mediaId') mediaId: string): Promise<void> {
    return this.files.remove(session, mediaId);
  }
}
