import {
  changesChannel,
  channelPictureUrl,
  parseJid,
  type Channel,
  type ChannelAct,
  type ChannelsPort,
  type Jid,
} from '@columba/core';
import { FULL, type Able } from '../able.js';
import type { Asker } from '../asker.js';
import { toTime } from '../mappers/message.mapper.js';
import type { PageChannel } from '../page/facets/channels.page.js';

export const CHANNELS_ABLE: Able = {
  'channels.read': FULL,
  'channels.follow': FULL,
  'channels.mute': FULL,
  'channels.posts': {
    level: 'partial',
    limits: { files: 'may stay without their bytes', when: 'what comes while the browser is open' },
  },
};

/** Channels by the page's own modules, which tell refusals where the library swallows them. */
export class WwebjsChannels implements ChannelsPort {
  constructor(private readonly asker: Asker) {}

  async get(channel: Jid): Promise<Channel> {
    return toChannel(await this.asker.question('channels.get', { channel }));
  }

  async byInvite(code: string): Promise<Channel> {
    return toChannel(await this.asker.question('channels.byInvite', { code }));
  }

  async follow(channel: Jid): Promise<void> {
    if (await this.changes(channel, 'follow')) await this.asker.change('channels.follow', { channel });
  }

  async unfollow(channel: Jid): Promise<void> {
    if (await this.changes(channel, 'unfollow')) await this.asker.change('channels.unfollow', { channel });
  }

  async mute(channel: Jid, muted: boolean): Promise<void> {
    const act = muted ? 'mute' : 'unmute';
    if (await this.changes(channel, act)) await this.asker.change('channels.mute', { channel, muted });
  }

  /** Looks first, so that what WhatsApp says to a needless or forbidden act does not matter. */
  private async changes(channel: Jid, act: ChannelAct): Promise<boolean> {
    return changesChannel(await this.get(channel), act);
  }
}

function toChannel({ id, picturePath, creation, ...page }: PageChannel): Channel {
  const pictureUrl = channelPictureUrl(picturePath);
  return {
    ...page,
    id: parseJid(id),
    ...(pictureUrl ? { pictureUrl } : {}),
    ...(creation ? { createdAt: toTime(creation) } : {}),
  };
}
