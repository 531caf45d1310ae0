import type { Channel, ChannelPost } from './channel-model.js';
import type { Clock } from './clock.js';
import type { Deliveries } from './deliveries.js';
import type { Directory } from './directory.js';
import { WorldError } from './errors.js';
import type { EventLog } from './event-log.js';
import type { PhoneNumber } from './ids.js';
import type { Random } from './random.js';

/** The form of invitations to channels; the beginning is the same for all that are known. */
const INVITE_BEGINS = '0029Va';

/** The channels of the world, and who follows them. Everybody can look at each. */
export class Channels {
  readonly #channels = new Map<string, Channel>();

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly directory: Directory,
    private readonly deliveries: Deliveries,
  ) {}

  create(by: PhoneNumber, told: Pick<Channel, 'name' | 'description' | 'picture'>): Channel {
    const made = this.#channels.size + 1;
    const channel: Channel = {
      ...told,
      id: `120363${this.random.for('channel', made).digits(12)}`,
      invite: INVITE_BEGINS + this.random.for('channel invite', made).hex(18),
      createdAt: this.clock.now(),
      roles: { [this.directory.get(by).number]: 'owner' },
      mutedBy: [],
      posts: 0,
    };
    this.#channels.set(channel.id, channel);
    this.#changed(channel, by);
    return channel;
  }

  find(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  findByInvite(code: string): Channel | undefined {
    return [...this.#channels.values()].find(({ invite }) => invite === code);
  }

  /** @throws WorldError not_found */
  get(id: string): Channel {
    const channel = this.#channels.get(id);
    if (!channel) throw new WorldError('not_found', `no channel ${id}`);
    return channel;
  }

  /** Those that the account follows or owns. */
  of(number: PhoneNumber): Channel[] {
    return [...this.#channels.values()].filter(({ roles }) => roles[number] !== undefined);
  }

  follow(by: PhoneNumber, id: string): Channel {
    const channel = this.get(id);
    channel.roles[by] ??= 'subscriber';
    this.#changed(channel, by);
    return channel;
  }

  /** @throws WorldError not_found, forbidden for the owner */
  unfollow(by: PhoneNumber, id: string): Channel {
    const channel = this.get(id);
    if (channel.roles[by] === 'owner') throw new WorldError('forbidden', `${by} owns channel ${id}`);
    delete channel.roles[by];
    channel.mutedBy = channel.mutedBy.filter((number) => number !== by);
    this.#changed(channel, by);
    return channel;
  }

  /** @throws WorldError not_found, forbidden for who does not follow it */
  mute(by: PhoneNumber, id: string, muted: boolean): Channel {
    const channel = this.get(id);
    if (!channel.roles[by]) throw new WorldError('forbidden', `${by} does not follow channel ${id}`);
    const rest = channel.mutedBy.filter((number) => number !== by);
    channel.mutedBy = muted ? [...rest, by] : rest;
    this.#changed(channel, by);
    return channel;
  }

  /**
   * Whoever follows it gets it on every linked device; whether the author's own get it, too, is not known.
   * @throws WorldError not_found, forbidden for who may not write there
   */
  post(by: PhoneNumber, id: string, text: string): ChannelPost {
    const channel = this.get(id);
    if (channel.roles[by] !== 'owner' && channel.roles[by] !== 'admin')
      throw new WorldError('forbidden', `${by} may not write in channel ${id}`);
    const serverId = ++channel.posts;
    const post = {
      channel: id,
      id: this.random.for('post', id, serverId).hex(32),
      serverId,
      text,
      at: this.clock.now(),
    };
    this.log.append('channel.posted', { channel: id, id: post.id });
    for (const number of Object.keys(channel.roles).filter((other) => other !== by))
      for (const device of this.directory.devicesOf(number))
        if (device.kind !== 'phone') this.deliveries.enqueue(device.id, { kind: 'post', post });
    return post;
  }

  snapshot(): Channel[] {
    return [...this.#channels.values()];
  }

  restore(channels: readonly Channel[]): void {
    for (const channel of channels) this.#channels.set(channel.id, channel);
  }

  #changed({ id }: Channel, by: PhoneNumber): void {
    this.log.append('channel.changed', { channel: id, by });
  }
}
