import { Controller, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import {
  chatDoneSchema,
  chatRequestSchema,
  labelRequestSchema,
  muteRequestSchema,
} from '../openapi/faserf-act.schema.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { FaserfChats } from './faserf-chats.js';

/** What is set for a chat. */
@ApiTags('Chats')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfChatMarksController {
  constructor(private readonly chats: FaserfChats) {}

  @Post('chats/archive')
  @FaserfOperation({
    id: 'archiveChat',
    summary: 'Archive a chat',
    takes: { schema: chatRequestSchema },
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  archive(@Call() call: FaserfCall) {
    return this.chats.archive(call, true);
  }

  @Post('chats/unarchive')
  @FaserfOperation({
    id: 'unarchiveChat',
    summary: 'Take a chat out of the archive',
    takes: { schema: chatRequestSchema },
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  unarchive(@Call() call: FaserfCall) {
    return this.chats.archive(call, false);
  }

  @Post('chats/mute')
  @FaserfOperation({
    id: 'muteChat',
    summary: 'Mute a chat',
    takes: { schema: muteRequestSchema },
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  mute(@Call() call: FaserfCall) {
    return this.chats.mute(call);
  }

  @Post('chats/unmute')
  @FaserfOperation({
    id: 'unmuteChat',
    summary: 'Unmute a chat',
    takes: { schema: chatRequestSchema },
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  unmute(@Call() call: FaserfCall) {
    return this.chats.unmute(call);
  }

  @Post('mark_as_unread')
  @FaserfOperation({
    id: 'markAsUnread',
    summary: 'Mark a chat as unread',
    takes: { schema: chatRequestSchema },
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  markUnread(@Call() call: FaserfCall) {
    return this.chats.markUnread(call);
  }

  @Post('chats/clear')
  @FaserfOperation({
    id: 'clearChat',
    summary: 'Remove the messages of a chat',
    takes: { schema: chatRequestSchema },
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  clear(@Call() call: FaserfCall) {
    return this.chats.clear(call);
  }

  @Post('labels/add_to_chat')
  @FaserfOperation({
    id: 'addLabelToChat',
    summary: 'Put a label on a chat',
    takes: { schema: labelRequestSchema },
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  addLabel(@Call() call: FaserfCall) {
    return this.chats.label(call, true);
  }

  @Post('labels/remove_from_chat')
  @FaserfOperation({
    id: 'removeLabelFromChat',
    summary: 'Take a label off a chat',
    takes: { schema: labelRequestSchema },
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  removeLabel(@Call() call: FaserfCall) {
    return this.chats.label(call, false);
  }
}
