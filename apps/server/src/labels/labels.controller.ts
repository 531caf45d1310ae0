import type { Label } from '@columba/core';
import { Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/openapi/operation.js';
import type { ProblemCode } from '../common/problem/problem.js';
import { CHAT_PARAM } from '../messages/params.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { labelListSchema, labelSchema } from './labels.schema.js';
import { LabelsService } from './labels.service.js';

const LABEL_PARAM = {
  name: 'labelId',
  description: 'Id of the label.',
  schema: { type: 'string' as const, maxLength: 64 },
  example: '1',
};
const PROBLEMS: readonly ProblemCode[] = [
  'invalid_input',
  'not_found',
  'not_connected',
  'unsupported',
  'engine_error',
  'timeout',
];

const toLabelDto = ({ id, name, color }: Label) => ({ labelId: id, name, color });

@ApiTags('Labels')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session')
export class LabelsController {
  constructor(private readonly labels: LabelsService) {}

  @Get('labels')
  @Operation({
    id: 'listLabels',
    summary: 'List the labels of a business account',
    scope: 'read',
    answers: { schema: labelListSchema },
    problems: PROBLEMS,
  })
  async list(@Param('session') session: string) {
    return { data: (await this.labels.list(session)).map(toLabelDto) };
  }

  @Put('chats/:chatId/labels/:labelId')
  @ApiParam(CHAT_PARAM)
  @ApiParam(LABEL_PARAM)
  @Operation({
    id: 'addChatLabel',
    summary: 'Put a label on a chat',
    scope: 'send',
    answers: { schema: labelSchema },
    problems: PROBLEMS,
    idempotent: true,
  })
  async add(@Param('session') session: string, @Param('chatId') chatId: string, @Param('labelId') labelId: string) {
    return toLabelDto(await this.labels.set(session, chatId, labelId, true));
  }

  @Delete('chats/:chatId/labels/:labelId')
  @ApiParam(CHAT_PARAM)
  @ApiParam(LABEL_PARAM)
  @Operation({
    id: 'removeChatLabel',
    summary: 'Take a label off a chat',
    scope: 'send',
    problems: PROBLEMS,
    idempotent: true,
  })
  async remove(@Param('session') session: string, @Param('chatId') chatId: string, @Param('labelId') labelId: string) {
    await this.labels.set(session, chatId, labelId, false);
  }
}
