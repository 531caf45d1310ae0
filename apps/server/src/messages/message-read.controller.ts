import { Controller, Get, Param } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/openapi/operation.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { MessageReader, type MessagePath } from './message-reader.service.js';
import { messageSchema, toMessageDto } from './messages.schema.js';
import { pollResultsSchema, receiptListSchema, toReceiptDto, toTallyDto } from './opinions.schema.js';
import { CHAT_PARAM, MESSAGE_PARAM } from './params.js';

const PROBLEMS = ['invalid_input', 'not_found'] as const;

/** One message, and what people did with it. */
@ApiTags('Messages')
@ApiParam(MESSAGE_PARAM)
@ApiParam(CHAT_PARAM)
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/chats/:chatId/messages/:messageId')
export class MessageReadController {
  constructor(private readonly reader: MessageReader) {}

  @Get()
  @Operation({
    id: 'getMessage',
    summary: 'Read one message, with its status and reactions',
    scope: 'read',
    answers: { schema: messageSchema },
    problems: PROBLEMS,
  })
  get(@Param() path: MessagePath) {
    const { message, reactions } = this.reader.get(path);
    return toMessageDto(message, reactions);
  }

  @Get('receipts')
  @Operation({
    id: 'listMessageReceipts',
    summary: 'How far an own message has come with each recipient',
    scope: 'read',
    answers: { schema: receiptListSchema },
    problems: PROBLEMS,
  })
  receipts(@Param() path: MessagePath) {
    return { data: this.reader.receipts(path).map(toReceiptDto) };
  }

  @Get('votes')
  @Operation({
    id: 'listPollVotes',
    summary: 'How a poll stands',
    scope: 'read',
    answers: { schema: pollResultsSchema },
    problems: PROBLEMS,
  })
  votes(@Param() path: MessagePath) {
    return { data: this.reader.votes(path).map(toTallyDto) };
  }
}
