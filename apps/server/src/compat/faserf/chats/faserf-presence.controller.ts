import { Controller, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import {
  chatRequestSchema,
  doneSchema,
  presenceRequestSchema,
  readRequestSchema,
} from '../openapi/faserf-act.schema.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { FaserfChats } from './faserf-chats.js';

/** What others see of this account: what it has read, and what it does. */
@ApiTags('Contacts')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfPresenceController {
  constructor(private readonly chats: FaserfChats) {}

  @Post('mark_as_read')
  @FaserfOperation({
    id: 'markAsRead',
    summary: 'Mark a message or a chat as read',
    takes: { schema: readRequestSchema },
    answers: { schema: doneSchema },
    errors: [404],
  })
  markRead(@Call() call: FaserfCall) {
    return this.chats.markRead(call);
  }

  @Post('set_presence')
  @FaserfOperation({
    id: 'setPresence',
    summary: 'Show what this account does',
    takes: { schema: presenceRequestSchema },
    answers: { schema: doneSchema },
    errors: [404],
  })
  setPresence(@Call() call: FaserfCall) {
    return this.chats.setPresence(call);
  }

  @Post('subscribe_presence')
  @FaserfOperation({
    id: 'subscribePresence',
    summary: 'Hear whether somebody is online',
    takes: { schema: chatRequestSchema },
    answers: { schema: doneSchema },
    errors: [404],
  })
  subscribe(@Call() call: FaserfCall) {
    return this.chats.subscribePresence(call);
  }
}
