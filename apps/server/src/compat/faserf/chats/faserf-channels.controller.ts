import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { UnsupportedError } from '@columba/core';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { channelRequestSchema, channelSchema } from '../openapi/faserf-people.schema.js';

/** Channels, which no engine can do yet: it says so, rather than to pretend. */
@ApiTags('Channels')
@UseGuards(FaserfGuard)
@Controller('channels')
export class FaserfChannelsController {
  @Get('info')
  @FaserfOperation({
    id: 'getChannelInfo',
    summary: 'Read all of a channel',
    scope: 'read',
    takes: { schema: channelRequestSchema },
    inQuery: true,
    answers: { schema: channelSchema },
  })
  info(@Call() call: FaserfCall) {
    return refuse(call);
  }

  @Post('info')
  @FaserfOperation({
    id: 'findChannelInfo',
    summary: 'Read all of a channel',
    scope: 'read',
    takes: { schema: channelRequestSchema },
    answers: { schema: channelSchema },
  })
  postInfo(@Call() call: FaserfCall) {
    return refuse(call);
  }

  @Post('follow')
  @FaserfOperation({
    id: 'followChannel',
    summary: 'Follow a channel',
    takes: { schema: channelRequestSchema },
    answers: { schema: channelSchema },
  })
  follow(@Call() call: FaserfCall) {
    return refuse(call);
  }

  @Post('unfollow')
  @FaserfOperation({
    id: 'unfollowChannel',
    summary: 'Unfollow a channel',
    takes: { schema: channelRequestSchema },
    answers: { schema: channelSchema },
  })
  unfollow(@Call() call: FaserfCall) {
    return refuse(call);
  }

  @Post('mute')
  @FaserfOperation({
    id: 'muteChannel',
    summary: 'Mute a channel',
    takes: { schema: channelRequestSchema },
    answers: { schema: channelSchema },
  })
  mute(@Call() call: FaserfCall) {
    return refuse(call);
  }

  @Post('unmute')
  @FaserfOperation({
    id: 'unmuteChannel',
    summary: 'Unmute a channel',
    takes: { schema: channelRequestSchema },
    answers: { schema: channelSchema },
  })
  unmute(@Call() call: FaserfCall) {
    return refuse(call);
  }
}

/** @throws UnsupportedError, for whoever asks right */
function refuse({ input }: FaserfCall): never {
  input.require(['number', 'code']);
  throw new UnsupportedError('No engine of Columba can do channels yet');
}
