import { InvalidInputError, isChannel, type Channel, type ChannelsPort, type Jid } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { SessionAccess } from '../sessions/session-access.js';
import { channelCode } from './channel-invite.js';

/** Channels, as WhatsApp has them. All throw NotFoundError, NotConnectedError, UnsupportedError. */
@Injectable()
export class ChannelsService {
  constructor(private readonly access: SessionAccess) {}

  get(session: string, channelId: string): Promise<Channel> {
    return this.port(session).get(this.channel(session, channelId));
  }

  /** @throws InvalidInputError for what is no invitation */
  preview(session: string, code: string): Promise<Channel> {
    return this.port(session).byInvite(codeOf(code));
  }

  /** Done also when it is followed already. */
  async follow(session: string, channelId: string): Promise<Channel> {
    const channel = this.channel(session, channelId);
    await this.port(session).follow(channel);
    return this.port(session).get(channel);
  }

  /** Done also when it is not followed. @throws NotAllowedError to its owner */
  unfollow(session: string, channelId: string): Promise<void> {
    return this.port(session).unfollow(this.channel(session, channelId));
  }

  /** @throws NotAllowedError to who does not follow it */
  async mute(session: string, channelId: string, muted: boolean): Promise<Channel> {
    const channel = this.channel(session, channelId);
    await this.port(session).mute(channel, muted);
    return this.port(session).get(channel);
  }

  private port(session: string): ChannelsPort {
    return this.access.engine(session).channels;
  }

  /** @throws InvalidInputError when it is no channel */
  private channel(session: string, text: string): Jid {
    const jid = this.access.chat(this.access.name(session), text);
    if (!isChannel(jid)) throw new InvalidInputError('This is not the address of a channel: they end in @newsletter');
    return jid;
  }
}

function codeOf(text: string): string {
  const code = channelCode(text);
  if (code === undefined)
    throw new InvalidInputError('This is neither the code nor the link of an invitation', {
      fields: [{ pointer: '/code', code: 'wrong_format', detail: 'Must be a code or a link of WhatsApp' }],
    });
  return code;
}
