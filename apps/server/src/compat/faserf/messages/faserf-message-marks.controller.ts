import { Controller, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import {
  messageDoneSchema,
  messageRequestSchema,
  pinRequestSchema,
  starRequestSchema,
} from '../openapi/faserf-act.schema.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { FaserfActs } from './faserf-acts.js';

/** Stars and pins. */
@ApiTags('Messages')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfMessageMarksController {
  constructor(private readonly acts: FaserfActs) {}

  @Post('star_message')
  @FaserfOperation({
    id: 'starMessage',
    summary: 'Star a message',
    takes: { schema: starRequestSchema },
    answers: { schema: messageDoneSchema },
    errors: [404],
  })
  star(@Call() call: FaserfCall) {
    return this.acts.star(call, call.input.flag('star') ?? true);
  }

  @Post('unstar_message')
  @FaserfOperation({
    id: 'unstarMessage',
    summary: 'Take the star away',
    takes: { schema: messageRequestSchema },
    answers: { schema: messageDoneSchema },
    errors: [404],
  })
  unstar(@Call() call: FaserfCall) {
    return this.acts.star(call, false);
  }

  @Post('pin_message')
  @FaserfOperation({
    id: 'pinMessage',
    summary: 'Pin a message for everyone',
    takes: { schema: pinRequestSchema },
    answers: { schema: messageDoneSchema },
    errors: [404],
  })
  pin(@Call() call: FaserfCall) {
    return this.acts.pin(call);
  }

  @Post('unpin_message')
  @FaserfOperation({
    id: 'unpinMessage',
    summary: 'Unpin a message',
    takes: { schema: messageRequestSchema },
    answers: { schema: messageDoneSchema },
    errors: [404],
  })
  unpin(@Call() call: FaserfCall) {
    return this.acts.unpin(call);
  }
}
