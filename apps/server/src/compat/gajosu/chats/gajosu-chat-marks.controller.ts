import { Controller, Param, Put, UseGuards } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { GajosuReadyGuard } from '../gajosu-ready.guard.js';
import { GajosuOperation } from '../openapi/gajosu-operation.js';
import { CHAT_ID } from '../openapi/gajosu-params.js';
import { GajosuChats } from './gajosu-chats.service.js';

const act = (id: string, summary: string) => GajosuOperation({ id, summary, errors: [404] });

/** Read or unread, typing or not. */
@ApiTags('Chats')
@ApiParam(CHAT_ID)
@UseGuards(GajosuReadyGuard)
@Controller('api/chats/:id')
export class GajosuChatMarksController {
  constructor(private readonly chats: GajosuChats) {}

  @Put('mark-as-read')
  @act('markChatAsRead', 'Mark a chat as read')
  markAsRead(@Param('id') id: string) {
    return this.chats.markRead(id);
  }

  @Put('read')
  @act('readChat', 'Mark a chat as read (the same as mark-as-read)')
  read(@Param('id') id: string) {
    return this.chats.markRead(id);
  }

  @Put('mark-as-unread')
  @act('markChatAsUnread', 'Mark a chat as unread')
  markAsUnread(@Param('id') id: string) {
    return this.chats.markUnread(id);
  }

  @Put('unread')
  @act('unreadChat', 'Mark a chat as unread (the same as mark-as-unread)')
  unread(@Param('id') id: string) {
    return this.chats.markUnread(id);
  }

  @Put('send-typing')
  @act('sendTyping', 'Show "typing …" in a chat')
  typing(@Param('id') id: string) {
    return this.chats.setPresence(id, 'composing');
  }

  @Put('send-recording')
  @act('sendRecording', 'Show "recording …" in a chat')
  recording(@Param('id') id: string) {
    return this.chats.setPresence(id, 'recording');
  }

  @Put('clear-state')
  @act('clearState', 'End "typing …" or "recording …"')
  clear(@Param('id') id: string) {
    return this.chats.setPresence(id, 'paused');
  }
}
