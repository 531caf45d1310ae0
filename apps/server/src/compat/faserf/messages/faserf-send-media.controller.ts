import { Controller, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import {
  audioRequestSchema,
  documentRequestSchema,
  gifRequestSchema,
  imageRequestSchema,
  sentSchema,
  stickerRequestSchema,
  storyRequestSchema,
  videoRequestSchema,
} from '../openapi/faserf-send.schema.js';
import {
  parseAudioSend,
  parseDocumentSend,
  parseGifSend,
  parseImageSend,
  parseStatusSend,
  parseStickerSend,
  parseVideoSend,
} from './faserf-media.parse.js';
import { FaserfSender } from './faserf-sender.js';

/** Sends files that are named by their address. */
@ApiTags('Messages')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfSendMediaController {
  constructor(private readonly sender: FaserfSender) {}

  @Post('send_image')
  @FaserfOperation({
    id: 'sendImage',
    summary: 'Send a picture',
    takes: { schema: imageRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  image(@Call() call: FaserfCall) {
    return this.sender.send(call, parseImageSend(call.input));
  }

  @Post('send_document')
  @FaserfOperation({
    id: 'sendDocument',
    summary: 'Send a file',
    takes: { schema: documentRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  document(@Call() call: FaserfCall) {
    return this.sender.send(call, parseDocumentSend(call.input));
  }

  @Post('send_video')
  @FaserfOperation({
    id: 'sendVideo',
    summary: 'Send a video',
    takes: { schema: videoRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  video(@Call() call: FaserfCall) {
    return this.sender.send(call, parseVideoSend(call.input));
  }

  @Post('send_gif')
  @FaserfOperation({
    id: 'sendGif',
    summary: 'Send a video that plays by itself',
    takes: { schema: gifRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  gif(@Call() call: FaserfCall) {
    return this.sender.send(call, parseGifSend(call.input));
  }

  @Post('send_audio')
  @FaserfOperation({
    id: 'sendAudio',
    summary: 'Send a sound or a voice message',
    takes: { schema: audioRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  audio(@Call() call: FaserfCall) {
    return this.sender.send(call, parseAudioSend(call.input));
  }

  @Post('send_sticker')
  @FaserfOperation({
    id: 'sendSticker',
    summary: 'Send a sticker',
    takes: { schema: stickerRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  sticker(@Call() call: FaserfCall) {
    return this.sender.send(call, parseStickerSend(call.input));
  }

  @Post('send_status')
  @FaserfOperation({
    id: 'sendStatus',
    summary: 'Send a story',
    takes: { schema: storyRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  status(@Call() call: FaserfCall) {
    return this.sender.send(call, parseStatusSend(call.input));
  }
}
