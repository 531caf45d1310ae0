import { Body, Controller, Delete, Get, Param, Put, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { GajosuEtagInterceptor } from '../gajosu-etag.interceptor.js';
import { GajosuReadyGuard } from '../gajosu-ready.guard.js';
import { archiveRequestSchema, chatSchema, registeredSchema } from '../openapi/gajosu-chat.schema.js';
import { GajosuOperation } from '../openapi/gajosu-operation.js';
import { CHAT_ID } from '../openapi/gajosu-params.js';
import { parseArchive } from './gajosu-archive.js';
import { GajosuChats } from './gajosu-chats.service.js';

const act = (id: string, summary: string) => GajosuOperation({ id, summary, errors: [404] });

@ApiTags('Chats')
@UseGuards(GajosuReadyGuard)
@UseInterceptors(GajosuEtagInterceptor)
@Controller('api/chats')
export class GajosuChatsController {
  constructor(private readonly chats: GajosuChats) {}

  @Get()
  @GajosuOperation({
    id: 'listChats',
    summary: 'List all chats',
    scope: 'read',
    answers: { schema: chatSchema, many: true },
  })
  list() {
    return this.chats.list();
  }

  @Get(':id/is-registered-user')
  @ApiParam(CHAT_ID)
  @GajosuOperation({
    id: 'isRegisteredUser',
    summary: 'Whether somebody has WhatsApp',
    scope: 'read',
    answers: { schema: registeredSchema },
  })
  isRegistered(@Param('id') id: string) {
    return this.chats.isRegistered(id);
  }

  @Delete(':id')
  @ApiParam(CHAT_ID)
  @act('deleteChat', 'Delete a chat here')
  delete(@Param('id') id: string) {
    return this.chats.delete(id);
  }

  @Put(':id/archive')
  @ApiParam(CHAT_ID)
  @ApiQuery({
    name: 'archive',
    required: false,
    description: '`false` brings the chat back.',
    schema: { type: 'boolean', default: true },
  })
  @GajosuOperation({
    id: 'archiveChat',
    summary: 'Archive a chat',
    errors: [404],
    takes: { schema: archiveRequestSchema, required: false },
  })
  archive(@Param('id') id: string, @Body() body: unknown, @Query() query: unknown) {
    return this.chats.archive(id, parseArchive(body, query));
  }

  @Put(':id/unarchive')
  @ApiParam(CHAT_ID)
  @act('unarchiveChat', 'Bring an archived chat back')
  unarchive(@Param('id') id: string) {
    return this.chats.archive(id, false);
  }

  @Put(':id/pin')
  @ApiParam(CHAT_ID)
  @act('pinChat', 'Pin a chat')
  pin(@Param('id') id: string) {
    return this.chats.pin(id, true);
  }

  @Put(':id/unpin')
  @ApiParam(CHAT_ID)
  @act('unpinChat', 'Unpin a chat')
  unpin(@Param('id') id: string) {
    return this.chats.pin(id, false);
  }
}
