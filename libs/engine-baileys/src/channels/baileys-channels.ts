import type { WASocket } from '@whiskeysockets/baileys';
import {
  changesChannel,
  DomainError,
  NotAllowedError,
  NotFoundError,
  type Channel,
  type ChannelAct,
  type ChannelsPort,
  type Jid,
} from '@columba/core';
import { toQueryError } from '../answers.js';
import type { Asker } from '../asker.js';
import { refusalCode } from '../refusal-code.js';
import { idOf, toChannel, type WireChannel } from './channel.mapper.js';

const ACTS: Record<ChannelAct, (socket: WASocket, channel: Jid) => Promise<unknown>> = {
  follow: (socket, channel) => socket.newsletterFollow(channel),
  unfollow: (socket, channel) => socket.newsletterUnfollow(channel),
  mute: (socket, channel) => socket.newsletterMute(channel),
  unmute: (socket, channel) => socket.newsletterUnmute(channel),
};

/** Channels by the library, which calls them newsletters. */
export class BaileysChannels implements ChannelsPort {
  constructor(private readonly asker: Asker) {}

  async get(channel: Jid): Promise<Channel> {
    const found = await this.find('jid', channel);
    const id = idOf(found);
    if (!found || !id) throw new NotFoundError('There is no such channel');
    return toChannel(id, found);
  }

  /** Who asks with an invitation is not told what they are to it, hence the second question. */
  async byInvite(code: string): Promise<Channel> {
    const id = idOf(await this.find('invite', code));
    if (!id) throw new NotFoundError('There is no such channel');
    return this.get(id);
  }

  follow(channel: Jid): Promise<void> {
    return this.act(channel, 'follow');
  }

  unfollow(channel: Jid): Promise<void> {
    return this.act(channel, 'unfollow');
  }

  mute(channel: Jid, muted: boolean): Promise<void> {
    return this.act(channel, muted ? 'mute' : 'unmute');
  }

  /** `null` also where WhatsApp says that there is none. */
  private find(type: 'jid' | 'invite', key: string): Promise<WireChannel | null> {
    return this.asker.question(
      async (socket) => (await socket.newsletterMetadata(type, key)) as WireChannel | null,
      toChannelError,
    );
  }

  /** Looks first, so that what WhatsApp says to a needless or forbidden act does not matter. */
  private async act(channel: Jid, act: ChannelAct): Promise<void> {
    if (!changesChannel(await this.get(channel), act)) return;
    await this.asker.change((socket) => ACTS[act](socket, channel), toChannelError);
  }
}

/** GraphQL's codes are those of HTTP, and 405 for what is not for guests. */
function toChannelError(error: unknown): DomainError {
  if (!(error instanceof DomainError) && refusalCode(error) === 405)
    return new NotAllowedError('WhatsApp does not allow this to you in this channel', { cause: error });
  return toQueryError(error);
}
