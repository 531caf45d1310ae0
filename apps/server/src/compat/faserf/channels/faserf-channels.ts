import { isChannel, type ChannelsPort, type Jid } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { channelCode } from '../../../channels/channel-invite.js';
import type { FaserfCall } from '../faserf-call.js';
import type { FaserfInput } from '../faserf-input.js';
import { parseNumber } from '../faserf-number.js';
import { invalid } from '../faserf-refusal.js';
import { FaserfSessions } from '../session/faserf-sessions.js';
import { presentChannel } from './faserf-channel.presenter.js';

const NUMBER = ['number', 'jid'] as const;

type Change = (channels: ChannelsPort, channel: Jid) => Promise<void>;

/** Channels, as WhatsApp has them. */
@Injectable()
export class FaserfChannels {
  constructor(private readonly sessions: FaserfSessions) {}

  /** Of an address, or of an invitation: its code or its link. */
  async info({ session, input }: FaserfCall) {
    if (!input.optionalText(...NUMBER) && input.optionalText('code'))
      return presentChannel(await this.channels(session).byInvite(codeOf(input)));
    const channel = channelOf(input);
    return presentChannel(await this.channels(session).get(channel));
  }

  follow(call: FaserfCall) {
    return this.change(call, 'followed', (channels, channel) => channels.follow(channel));
  }

  unfollow(call: FaserfCall) {
    return this.change(call, 'unfollowed', (channels, channel) => channels.unfollow(channel));
  }

  mute(call: FaserfCall, muted: boolean) {
    return this.change(call, muted ? 'muted' : 'unmuted', (channels, channel) => channels.mute(channel, muted));
  }

  private async change<S extends string>({ session, input }: FaserfCall, status: S, change: Change) {
    const jid = channelOf(input);
    await change(this.channels(session), jid);
    return { status, jid };
  }

  private channels(session: FaserfCall['session']): ChannelsPort {
    return this.sessions.engine(session).channels;
  }
}

function channelOf(input: FaserfInput): Jid {
  input.require(NUMBER);
  const jid = parseNumber(input.text(...NUMBER));
  if (!isChannel(jid)) throw invalid('number', 'must be that of a channel');
  return jid;
}

function codeOf(input: FaserfInput): string {
  const code = channelCode(input.text('code'));
  if (code === undefined) throw invalid('code', 'must be the code of an invitation, or its link');
  return code;
}
