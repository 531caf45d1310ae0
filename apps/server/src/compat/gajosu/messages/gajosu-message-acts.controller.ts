import { Body, Controller, Delete, Param, Put, UseGuards } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { GajosuReadyGuard } from '../gajosu-ready.guard.js';
import { GajosuOperation } from '../openapi/gajosu-operation.js';
import { CHAT_ID, MESSAGE_ID } from '../openapi/gajosu-params.js';
import { reactionRequestSchema } from '../openapi/gajosu-request.schema.js';
import { GajosuMessages, parseReaction, type MessagePath } from './gajosu-messages.service.js';

const act = (id: string, summary: string) => GajosuOperation({ id, summary, errors: [404] });

/** What can be done to a message that is there. */
@ApiTags('Messages')
@ApiParam(MESSAGE_ID)
@ApiParam(CHAT_ID)
@UseGuards(GajosuReadyGuard)
@Controller('api/chats/:id/messages/:messageId')
export class GajosuMessageActsController {
  constructor(private readonly messages: GajosuMessages) {}

  @Delete()
  @act('deleteMessage', 'Delete a message for everyone')
  delete(@Param() path: MessagePath) {
    return this.messages.revoke(path);
  }

  @Put('star')
  @act('starMessage', 'Star a message')
  star(@Param() path: MessagePath) {
    return this.messages.star(path, true);
  }

  @Put('unstar')
  @act('unstarMessage', 'Take the star away')
  unstar(@Param() path: MessagePath) {
    return this.messages.star(path, false);
  }

  @Put('react')
  @GajosuOperation({
    id: 'reactToMessage',
    summary: 'React to a message',
    takes: { schema: reactionRequestSchema },
    errors: [404],
  })
  react(@Param() path: MessagePath, @Body() body: unknown) {
    return this.messages.react(path, parseReaction(body));
  }

  @Put('unreact')
  @act('unreactToMessage', 'Take the own reaction back')
  unreact(@Param() path: MessagePath) {
    return this.messages.react(path, null);
  }
}
