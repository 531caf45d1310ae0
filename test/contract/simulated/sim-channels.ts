import { channelPictureUrl, parseMessageId, type Channel, type Jid, type MessageId } from '@columba/core';
import type { ScriptedChannels, SeenChannel } from '@columba/core/testing';
import type { SimWorld } from './sim-world.js';

const NO_PATH = '';

/** What a person does with channels on the phone, and how the service has them. */
export class SimChannels implements ScriptedChannels {
  constructor(
    private readonly world: SimWorld,
    private readonly number: string,
  ) {}

  async create(name: string, details: Pick<Channel, 'description' | 'pictureUrl'> = {}): Promise<Channel> {
    const { description = '', pictureUrl } = details;
    const picture = pictureUrl ? new URL(pictureUrl).pathname : NO_PATH;
    const made = await this.world.sim.channel.create({ by: this.number, name, description, picture });
    const url = channelPictureUrl(made.picture);
    return {
      id: `${made.id}@newsletter` as Jid,
      name: made.name,
      ...(made.description ? { description: made.description } : {}),
      inviteCode: made.invite,
      subscribers: 0,
      verified: false,
      role: 'owner',
      muted: false,
      ...(url ? { pictureUrl: url } : {}),
      createdAt: new Date(made.createdAt),
    };
  }

  follow(channel: Jid): Promise<void> {
    return this.world.sim.channel.follow({ by: this.number, channel });
  }

  async post(channel: Jid, text: string): Promise<MessageId> {
    return parseMessageId((await this.world.sim.channel.post({ by: this.number, channel, text })).id);
  }

  async sees(channel: Jid, where: (seen: SeenChannel) => boolean): Promise<void> {
    await this.world.until(async () => where(await this.shown(channel)) || undefined, `the channel in that form`);
  }

  private async shown(channel: Jid): Promise<SeenChannel> {
    const { roles, mutedBy } = await this.world.sim.channel.view({ channel });
    return {
      roles: Object.fromEntries(Object.entries(roles).map(([number, role]) => [this.world.jidOf(number), role])),
      mutedBy: mutedBy.map((number) => this.world.jidOf(number)),
    };
  }
}
