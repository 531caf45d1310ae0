import { Controller, Inject, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Clock } from '@columba/core';
import { CLOCK } from '../../../common/tokens.js';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import {
  contactRequestSchema,
  eventRequestSchema,
  locationRequestSchema,
  sentSchema,
  textRequestSchema,
} from '../openapi/faserf-send.schema.js';
import { parseContactSend, parseEventSend, parseLocationSend, parseTextSend } from './faserf-send.parse.js';
import { FaserfSender } from './faserf-sender.js';

/** Sends what is made of words. */
@ApiTags('Messages')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfSendController {
  constructor(
    private readonly sender: FaserfSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('send_message')
  @FaserfOperation({
    id: 'sendMessage',
    summary: 'Send a text',
    takes: { schema: textRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  text(@Call() call: FaserfCall) {
    return this.sender.send(call, parseTextSend(call.input));
  }

  @Post('send_location')
  @FaserfOperation({
    id: 'sendLocation',
    summary: 'Send a place',
    takes: { schema: locationRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  location(@Call() call: FaserfCall) {
    return this.sender.send(call, parseLocationSend(call.input));
  }

  @Post('send_event')
  @FaserfOperation({
    id: 'sendEvent',
    summary: 'Send an event for the calendar',
    takes: { schema: eventRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  event(@Call() call: FaserfCall) {
    return this.sender.send(call, parseEventSend(call.input, this.clock.now()));
  }

  @Post('send_contact')
  @FaserfOperation({
    id: 'sendContact',
    summary: 'Send a card with a name and a number',
    takes: { schema: contactRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  contact(@Call() call: FaserfCall) {
    return this.sender.send(call, parseContactSend(call.input));
  }
}
