import { Controller, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import {
  buttonsRequestSchema,
  listRequestSchema,
  pollRequestSchema,
  sentSchema,
  sentWithWarningSchema,
} from '../openapi/faserf-send.schema.js';
import { parseButtonsSend, parseListSend, parsePollSend } from './faserf-send.parse.js';
import { FaserfSender } from './faserf-sender.js';

const WARNING = 'WhatsApp may show interactive buttons as plain text; consider send_poll.';

/** Sends what is to be chosen from. */
@ApiTags('Messages')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfSendChoicesController {
  constructor(private readonly sender: FaserfSender) {}

  @Post('send_poll')
  @FaserfOperation({
    id: 'sendPoll',
    summary: 'Send a poll',
    takes: { schema: pollRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  poll(@Call() call: FaserfCall) {
    return this.sender.send(call, parsePollSend(call.input));
  }

  @Post('send_buttons')
  @FaserfOperation({
    id: 'sendButtons',
    summary: 'Send a text with buttons',
    takes: { schema: buttonsRequestSchema },
    answers: { schema: sentWithWarningSchema },
    errors: [404],
  })
  async buttons(@Call() call: FaserfCall) {
    return { ...(await this.sender.send(call, parseButtonsSend(call.input))), warning: WARNING };
  }

  @Post('send_list')
  @FaserfOperation({
    id: 'sendList',
    summary: 'Send a text with a list to choose from',
    takes: { schema: listRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  list(@Call() call: FaserfCall) {
    return this.sender.send(call, parseListSend(call.input));
  }
}
