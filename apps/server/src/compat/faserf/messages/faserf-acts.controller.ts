import { Controller, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import {
  editRequestSchema,
  forwardRequestSchema,
  forwardedSchema,
  reactionRequestSchema,
  revokeRequestSchema,
} from '../openapi/faserf-act.schema.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { sentSchema } from '../openapi/faserf-send.schema.js';
import { FaserfActs } from './faserf-acts.js';

/** What can be said about a message that is there. */
@ApiTags('Messages')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfActsController {
  constructor(private readonly acts: FaserfActs) {}

  @Post('send_reaction')
  @FaserfOperation({
    id: 'sendReaction',
    summary: 'React to a message',
    takes: { schema: reactionRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  react(@Call() call: FaserfCall) {
    return this.acts.react(call);
  }

  @Post('revoke_message')
  @FaserfOperation({
    id: 'revokeMessage',
    summary: 'Take a message back for everyone',
    takes: { schema: revokeRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  revoke(@Call() call: FaserfCall) {
    return this.acts.revoke(call);
  }

  @Post('edit_message')
  @FaserfOperation({
    id: 'editMessage',
    summary: 'Change the words of a message',
    takes: { schema: editRequestSchema },
    answers: { schema: sentSchema },
    errors: [404],
  })
  edit(@Call() call: FaserfCall) {
    return this.acts.edit(call);
  }

  @Post('forward_message')
  @FaserfOperation({
    id: 'forwardMessage',
    summary: 'Forward a message',
    takes: { schema: forwardRequestSchema },
    answers: { schema: forwardedSchema },
    errors: [404],
  })
  forward(@Call() call: FaserfCall) {
    return this.acts.forward(call);
  }
}
