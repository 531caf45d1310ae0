import { Body, Controller, Delete, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentRequestKey, type RequestKey } from '../common/idempotency/request-key.js';
import { Operation } from '../common/openapi/operation.js';
import type { ProblemCode } from '../common/problem/problem.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { DeleteMessageQuery, EditMessageDto, PinMessageDto, SetPollVoteDto, SetReactionDto } from './acts.dto.js';
import { MessageActsService, type MessagePath } from './message-acts.service.js';
import { CHAT_PARAM, MESSAGE_PARAM } from './params.js';

const PROBLEMS: readonly ProblemCode[] = ['invalid_input', 'not_found', 'not_connected', 'not_allowed', 'unsupported'];

/** Answers 204 when it has left; that WhatsApp took it is told as an event. */
const act = (id: string, summary: string) =>
  Operation({ id, summary, scope: 'send', problems: PROBLEMS, idempotent: true });

@ApiTags('Messages')
@ApiParam(MESSAGE_PARAM)
@ApiParam(CHAT_PARAM)
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/chats/:chatId/messages/:messageId')
export class MessageActsController {
  constructor(private readonly acts: MessageActsService) {}

  @Patch()
  @act('editMessage', 'Change the text of an own message')
  edit(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey, @Body() { text }: EditMessageDto) {
    return this.acts.perform(path, key, (messages, target, id) => messages.edit(target, text, id));
  }

  @Delete()
  @act('deleteMessage', 'Revoke a message, or remove it here')
  delete(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey, @Query() { scope }: DeleteMessageQuery) {
    return this.acts.perform(path, key, (messages, target, id, occurredAt) =>
      scope === 'everyone' ? messages.revoke(target, id) : messages.deleteForMe(target, occurredAt),
    );
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
    return this.acts.perform(path, key, (messages, target) => messages.star(target, true));
  }

  @Delete('star')
  @act('unstarMessage', 'Take the star away')
  unstar(@Param() path: MessagePath, @CurrentRequestKey() key: RequestKey) {
    return this.acts.perform(path, key, (messages, target) => messages.star(target, false));
  }
}
