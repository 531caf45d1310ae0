import { Body, Controller, Delete, Get, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation, type OperationOptions } from '../common/openapi/operation.js';
import type { ProblemCode } from '../common/problem/problem.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { ChannelInviteDto, UpdateChannelDto } from './channels.dto.js';
import { channelSchema, toChannelDto } from './channels.schema.js';
import { ChannelsService } from './channels.service.js';

const CHANNEL_PARAM = {
  name: 'channelId',
  description: 'Address of the channel.',
  schema: { type: 'string' as const, maxLength: 128 },
  example: '120363025246125486@newsletter',
};

const ASKED: readonly ProblemCode[] = [
  'invalid_input',
  'not_found',
  'not_connected',
  'unsupported',
  'engine_error',
  'timeout',
];

const CHANGE = {
  scope: 'send',
  problems: [...ASKED, 'not_allowed', 'uncertain'],
  idempotent: true,
} as const satisfies Partial<OperationOptions>;

@ApiTags('Channels')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/channels')
export class ChannelsController {
  constructor(private readonly channels: ChannelsService) {}

  @Post('preview')
  @Operation({
    id: 'previewChannelInvite',
    summary: 'See which channel an invitation leads to, without following it',
    scope: 'read',
    answers: { schema: channelSchema },
    problems: ASKED,
  })
  async preview(@Param('session') session: string, @Body() { code }: ChannelInviteDto) {
    return toChannelDto(await this.channels.preview(session, code));
  }

  @Get(':channelId')
  @ApiParam(CHANNEL_PARAM)
  @Operation({
    id: 'getChannel',
    summary: 'Read a channel, and what this account is to it',
    scope: 'read',
    answers: { schema: channelSchema },
    problems: ASKED,
  })
  async get(@Param('session') session: string, @Param('channelId') channelId: string) {
    return toChannelDto(await this.channels.get(session, channelId));
  }

  @Patch(':channelId')
  @ApiParam(CHANNEL_PARAM)
  @Operation({
    ...CHANGE,
    id: 'updateChannel',
    summary: 'Mute a followed channel, or hear of it again',
    answers: { schema: channelSchema },
  })
  async update(
    @Param('session') session: string,
    @Param('channelId') channelId: string,
    @Body() { muted }: UpdateChannelDto,
  ) {
    return toChannelDto(await this.channels.mute(session, channelId, muted));
  }

  @Put(':channelId/subscription')
  @ApiParam(CHANNEL_PARAM)
  @Operation({ ...CHANGE, id: 'subscribeChannel', summary: 'Follow a channel', answers: { schema: channelSchema } })
  async follow(@Param('session') session: string, @Param('channelId') channelId: string) {
    return toChannelDto(await this.channels.follow(session, channelId));
  }

  @Delete(':channelId/subscription')
  @ApiParam(CHANNEL_PARAM)
  @Operation({ ...CHANGE, id: 'unsubscribeChannel', summary: 'Follow a channel no longer' })
  unfollow(@Param('session') session: string, @Param('channelId') channelId: string): Promise<void> {
    return this.channels.unfollow(session, channelId);
  }
}
