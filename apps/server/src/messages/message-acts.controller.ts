import { Body, Controller, Delete, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentRequestKey, type RequestKey } from '../common/idempotency/request-key.js';
import { Operation } from '../common/openapi/operation.js';
import type { ProblemCode } from '../common/problem/problem.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { DeleteMessageQuery, EditMessageDto, PinMessageDto, SetPollVoteDto, SetReactionDto } from './acts.dto.js';
import { MessageActsService, type MessagePath } from './message-acts.service.js';
import { MessageReader } from './message-reader.service.js';
import { messageSchema, toMessageDto } from './messages.schema.js';
import { CHAT_PARAM, MESSAGE_PARAM } from './params.js';

const PROBLEMS: readonly ProblemCode[] = ['invalid_input', 'not_found', 'not_connected', 'not_allowed', 'unsupported'];

/** Answers 204 when it has left; what came of it is told as an event. */
const act = (id: string, summary: string) =>
  Operation({ id, summary, scope: 'send', problems: PROBLEMS, idempotent: true });

@ApiTags('Messages')
@ApiParam(MESSAGE_PARAM)
@ApiParam(CHAT_PARAM)
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/chats/:chatId/messages/:messageId')
export class MessageActsController {
  constructor(
    private readonly acts: MessageActsService,
    private readonly reader: MessageReader,
  ) {}

  @Patch()
  @Operation({
    id: 'editMessage',
    summary: 'Change the text of an own message',
    scope: 'send',
    answers: { schema: messageSchema },
    problems: PROBLEMS,
    idempotent: true,
  })
  async edit(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey, @Body() { text }: EditMessageDto) {
    await this.acts.edit(path, key, text);
    return this.present(path);
  }

  @Post('cancel')
  @Operation({
    id: 'cancelMessage',
    summary: 'Take back a message that waits for its turn',
    scope: 'send',
    answers: { schema: messageSchema },
    problems: ['invalid_input', 'not_found', 'conflict', 'storage'],
    idempotent: true,
  })
  cancel(@Param() path: MessagePath) {
    this.acts.cancel(path);
    return this.present(path);
  }

  @Delete()
  @act('deleteMessage', 'Revoke a message, or remove it here')
  delete(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey, @Query() { scope }: DeleteMessageQuery) {
    return scope === 'everyone' ? this.acts.revoke(path, key) : this.acts.deleteForMe(path, key);
  }

  @Put('reaction')
  @act('setReaction', 'React to a message')
  react(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey, @Body() { emoji }: SetReactionDto) {
    return this.acts.perform(path, key, (messages, target, id) => messages.react(target, emoji, id));
  }

  @Delete('reaction')
  @act('removeReaction', 'Take the own reaction back')
  unreact(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey) {
    return this.acts.perform(path, key, (messages, target, id) => messages.react(target, null, id));
  }

  @Put('vote')
  @act('setPollVote', 'Vote in a poll')
  vote(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey, @Body() { options }: SetPollVoteDto) {
    return this.acts.perform(path, key, (messages, target, id) => messages.vote(target, options, id));
  }

  @Put('pin')
  @act('pinMessage', 'Pin a message for everybody in the chat')
  pin(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey, @Body() { durationSeconds }: PinMessageDto) {
    return this.acts.perform(path, key, (messages, target, id) => messages.pin(target, durationSeconds, id));
  }

  @Delete('pin')
  @act('unpinMessage', 'Let go of a pinned message')
  unpin(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey) {
    return this.acts.perform(path, key, (messages, target, id) => messages.pin(target, 0, id));
  }

  @Put('star')
  @act('starMessage', 'Star a message')
  star(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey) {
    return this.acts.star(path, key, true);
  }

  @Delete('star')
  @act('unstarMessage', 'Take the star away')
  unstar(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey) {
    return this.acts.star(path, key, false);
  }

  private present(path: MessagePath) {
    const { message, reactions } = this.reader.get(path);
    return toMessageDto(message, reactions);
  }
}
