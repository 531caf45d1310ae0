import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import {
  chatDoneSchema,
  chatRequestSchema,
  chatSchema,
  messagesRequestSchema,
  messagesSchema,
} from '../openapi/faserf-act.schema.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { FaserfChats } from './faserf-chats.js';

/** Chats and what is in them. */
@ApiTags('Chats')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfChatsController {
  constructor(private readonly chats: FaserfChats) {}

  @Get('chats')
  @FaserfOperation({
    id: 'listChats',
    summary: 'List the chats, last activity first',
    scope: 'read',
    answers: { schema: chatSchema, many: true },
  })
  list(@Call() call: FaserfCall) {
    return this.chats.list(call);
  }

  @Get('chats/messages')
  @FaserfOperation({
    id: 'getMessages',
    summary: 'Read the newest messages of a chat',
    scope: 'read',
    takes: { schema: messagesRequestSchema },
    inQuery: true,
    answers: { schema: messagesSchema },
    errors: [404],
  })
  messages(@Call() call: FaserfCall) {
    return this.chats.messages(call);
  }

  @Post('chats/messages')
  @FaserfOperation({
    id: 'findMessages',
    summary: 'Read the newest messages of a chat (the same, with a body)',
    scope: 'read',
    takes: { schema: messagesRequestSchema },
    answers: { schema: messagesSchema },
    errors: [404],
  })
  postMessages(@Call() call: FaserfCall) {
    return this.chats.messages(call);
  }

  @Get('chats/delete')
  @FaserfOperation({
    id: 'getDeleteChat',
    summary: 'Delete a chat (the same, with the address)',
    takes: { schema: chatRequestSchema },
    inQuery: true,
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  delete(@Call() call: FaserfCall) {
    return this.chats.delete(call);
  }

  @Post('chats/delete')
  @FaserfOperation({
    id: 'deleteChat',
    summary: 'Delete a chat',
    takes: { schema: chatRequestSchema },
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  postDelete(@Call() call: FaserfCall) {
    return this.chats.delete(call);
  }
}
