import {
  changesChannel,
  messageFact,
  NotFoundError,
  type Channel,
  type ChannelAct,
  type ChannelsPort,
  type Feature,
  type Jid,
  type Message,
  type MessageId,
} from '../../src/index.js';
import type { ScriptedChannels, SeenChannel } from '../contract/scripted.js';
import type { FakeAccount } from './fake-account.js';
import { seenBy, type FakeChannel } from './fake-channel.js';
import type { FakeActor } from './fake-gate.js';
import type { FakeWorldState } from './fake-world-state.js';

/** Channels as one account can act on them. */
export class FakeChannels implements ChannelsPort {
  constructor(
    private readonly actor: FakeActor,
    private readonly world: FakeWorldState,
  ) {}

  async get(id: Jid): Promise<Channel> {
    const { me, channel } = this.at('channels.get', 'channels.read', [id]);
    return seenBy(me, channel);
  }

  async byInvite(code: string): Promise<Channel> {
    const me = this.actor.act('channels.byInvite', 'channels.read', [code]);
    const channel = [...this.world.channels.values()].find(({ inviteCode }) => inviteCode === code);
    if (!channel) throw new NotFoundError('There is no such channel');
    return seenBy(me, channel);
  }

  async follow(id: Jid): Promise<void> {
    this.change('channels.follow', 'channels.follow', [id], 'follow', ({ roles }, me) => roles.set(me, 'subscriber'));
  }

  async unfollow(id: Jid): Promise<void> {
    this.change('channels.unfollow', 'channels.follow', [id], 'unfollow', ({ roles, mutedBy }, me) => {
      roles.delete(me);
      mutedBy.delete(me);
    });
  }

  async mute(id: Jid, muted: boolean): Promise<void> {
    const act = muted ? 'mute' : 'unmute';
    this.change('channels.mute', 'channels.mute', [id, muted], act, ({ mutedBy }, me) =>
      muted ? mutedBy.add(me) : mutedBy.delete(me),
    );
  }

  private change(
    operation: string,
    feature: Feature,
    args: readonly [Jid, ...unknown[]],
    act: ChannelAct,
    work: (channel: FakeChannel, me: FakeAccount) => unknown,
  ): void {
    const { me, channel } = this.at(operation, feature, args);
    if (!changesChannel(seenBy(me, channel), act)) return;
    work(channel, me);
    this.world.watch.changed();
  }

  private at(operation: string, feature: Feature, args: readonly [Jid, ...unknown[]]) {
    const me = this.actor.act(operation, feature, args);
    const channel = this.world.channels.get(args[0]);
    if (!channel) throw new NotFoundError('There is no such channel');
    return { me, channel };
  }
}

/** What a person of the fake world does with channels on the phone. */
export class FakeOwnChannels implements ScriptedChannels {
  constructor(
    private readonly world: FakeWorldState,
    private readonly account: FakeAccount,
  ) {}

  async create(name: string, details: Pick<Channel, 'description' | 'pictureUrl'> = {}): Promise<Channel> {
    const made: FakeChannel = {
      ...details,
      name,
      id: this.world.newChannelId(),
      inviteCode: `0029Va${this.world.hex(18)}`,
      createdAt: this.world.clock.now(),
      roles: new Map([[this.account, 'owner']]),
      mutedBy: new Set(),
    };
    this.world.channels.set(made.id, made);
    return seenBy(this.account, made);
  }

  follow(id: Jid): Promise<void> {
    return new FakeChannels({ act: () => this.account }, this.world).follow(id);
  }

  async post(id: Jid, text: string): Promise<MessageId> {
    const channel = this.world.channels.get(id);
    if (!channel) throw new NotFoundError('There is no such channel');
    const message: Message = {
      key: { chat: id, id: this.world.newMessageId(), fromMe: false },
      from: { id },
      occurredAt: this.world.clock.now(),
      content: { kind: 'text', text },
      origin: 'contact',
      mentions: [],
      forwarded: false,
      starred: false,
    };
    const followers = [...channel.roles.keys()].filter((account) => account !== this.account);
    this.world.office.post(() => {
      for (const account of followers) account.tell(messageFact('message.received', message, false));
    });
    return message.key.id;
  }

  async sees(id: Jid, where: (seen: SeenChannel) => boolean): Promise<void> {
    const { watch, channels } = this.world;
    const look = () => {
      const found = channels.get(id);
      if (!found) return undefined;
      const roles = Object.fromEntries([...found.roles].map(([{ jid }, role]) => [jid, role]));
      return where({ roles, mutedBy: [...found.mutedBy].map(({ jid }) => jid) }) || undefined;
    };
    await watch.until(look, () => `The channel ${id} was not seen in that form`);
  }
}
