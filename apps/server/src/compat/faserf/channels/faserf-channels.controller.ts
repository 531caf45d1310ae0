import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import { channelRequestSchema, channelSchema } from '../openapi/faserf-channel.schema.js';
import { FaserfChannels } from './faserf-channels.js';

/** Channels: what they are, and whether this account follows them. */
@ApiTags('Channels')
@UseGuards(FaserfGuard)
@Controller('channels')
export class FaserfChannelsController {
  constructor(private readonly channels: FaserfChannels) {}

  @Get('info')
  @FaserfOperation({
    id: 'getChannelInfo',
    summary: 'Read all of a channel',
    scope: 'read',
    takes: { schema: channelRequestSchema },
    inQuery: true,
    answers: { schema: channelSchema },
    errors: [404],
  })
  info(@Call() call: FaserfCall) {
    return this.channels.info(call);
  }

  @Post('info')
  @FaserfOperation({
    id: 'findChannelInfo',
    summary: 'Read all of a channel',
    scope: 'read',
    takes: { schema: channelRequestSchema },
    answers: { schema: channelSchema },
    errors: [404],
  })
  postInfo(@Call() call: FaserfCall) {
    return this.channels.info(call);
  }

  @Post('follow')
  @FaserfOperation({
    id: 'followChannel',
    summary: 'Follow a channel',
    takes: { schema: channelRequestSchema },
    answers: { schema: channelSchema },
    errors: [404],
  })
  follow(@Call() call: FaserfCall) {
    return this.channels.follow(call);
  }

  @Post('unfollow')
  @FaserfOperation({
    id: 'unfollowChannel',
    summary: 'Unfollow a channel',
    takes: { schema: channelRequestSchema },
    answers: { schema: channelSchema },
    errors: [404],
  })
  unfollow(@Call() call: FaserfCall) {
    return this.channels.unfollow(call);
  }

  @Post('mute')
  @FaserfOperation({
    id: 'muteChannel',
    summary: 'Mute a followed channel',
    takes: { schema: channelRequestSchema },
    answers: { schema: channelSchema },
    errors: [404],
  })
  mute(@Call() call: FaserfCall) {
    return this.channels.mute(call, true);
  }

  @Post('unmute')
  @FaserfOperation({
    id: 'unmuteChannel',
    summary: 'Hear of a followed channel again',
    takes: { schema: channelRequestSchema },
    answers: { schema: channelSchema },
    errors: [404],
  })
  unmute(@Call() call: FaserfCall) {
    return this.channels.mute(call, false);
  }
}
