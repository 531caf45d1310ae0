import type { Label } from '@columba/core';
import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Operation, type OperationOptions } from '../common/openapi/operation.js';
import { given } from '../messages/content/given.js';
import type { ProblemCode } from '../common/problem/problem.js';
import { CHAT_PARAM } from '../messages/params.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { ChatsService } from '../chats/chats.service.js';
import { toChatDto } from '../chats/chats.schema.js';
import { labelledChatsSchema, labelListSchema, labelSchema } from './labels.schema.js';
import { CreateLabelDto, UpdateLabelDto } from './labels.dto.js';
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

const CHANGE = { scope: 'send', problems: PROBLEMS, idempotent: true } as const satisfies Partial<OperationOptions>;

const toLabelDto = ({ id, name, color }: Label) => ({ labelId: id, name, color });

@ApiTags('Labels')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session')
export class LabelsController {
  constructor(
    private readonly labels: LabelsService,
    private readonly chatList: ChatsService,
  ) {}

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

  @Post('labels')
  @Operation({
    ...CHANGE,
    id: 'createLabel',
    summary: 'Make a label',
    answers: { status: 201, schema: labelSchema },
  })
  async create(
    @Param('session') session: string,
    @Body() { name, color }: CreateLabelDto,
    @Res({ passthrough: true }) response: Response,
  ) {
    const label = await this.labels.create(session, { name, ...given({ color }) });
    response.location(`/v1/sessions/${session}/labels/${label.id}`);
    return toLabelDto(label);
  }

  @Patch('labels/:labelId')
  @ApiParam(LABEL_PARAM)
  @Operation({
    ...CHANGE,
    id: 'updateLabel',
    summary: 'Give a label another name or colour',
    answers: { schema: labelSchema },
  })
  async update(
    @Param('session') session: string,
    @Param('labelId') labelId: string,
    @Body() { name, color }: UpdateLabelDto,
  ) {
    return toLabelDto(await this.labels.update(session, labelId, given({ name, color })));
  }

  @Delete('labels/:labelId')
  @ApiParam(LABEL_PARAM)
  @Operation({ ...CHANGE, id: 'deleteLabel', summary: 'Remove a label, from all chats too' })
  delete(@Param('session') session: string, @Param('labelId') labelId: string): Promise<void> {
    return this.labels.delete(session, labelId);
  }

  @Get('labels/:labelId/chats')
  @ApiParam(LABEL_PARAM)
  @Operation({
    id: 'listLabelChats',
    summary: 'List the chats that carry a label',
    scope: 'read',
    answers: { schema: labelledChatsSchema },
    problems: ['not_found'],
  })
  chats(@Param('session') session: string, @Param('labelId') labelId: string) {
    return { data: this.chatList.labelled(session, labelId).map(toChatDto) };
  }

  @Put('chats/:chatId/labels/:labelId')
  @ApiParam(CHAT_PARAM)
  @ApiParam(LABEL_PARAM)
  @Operation({
    ...CHANGE,
    id: 'addChatLabel',
    summary: 'Put a label on a chat',
    answers: { schema: labelSchema },
  })
  async add(@Param('session') session: string, @Param('chatId') chatId: string, @Param('labelId') labelId: string) {
    return toLabelDto(await this.labels.set(session, chatId, labelId, true));
  }

  @Delete('chats/:chatId/labels/:labelId')
  @ApiParam(CHAT_PARAM)
  @ApiParam(LABEL_PARAM)
  @Operation({ ...CHANGE, id: 'removeChatLabel', summary: 'Take a label off a chat' })
  async remove(@Param('session') session: string, @Param('chatId') chatId: string, @Param('labelId') labelId: string) {
    await this.labels.set(session, chatId, labelId, false);
  }
}
