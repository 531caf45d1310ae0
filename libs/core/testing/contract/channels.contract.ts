import { expect } from '@jest/globals';
import type { Channel, ChannelsPort, Feature, Jid } from '../../src/index.js';
import { failsWith, type Stage } from './stage.js';
import type { ScriptedPerson } from './scripted.js';
import type { ContractSuite, Facet } from './suite.js';

const NO_CHANNEL = '120363999999999999@newsletter' as Jid;
const PICTURE = 'https://pps.whatsapp.net/v/t61.24694-24/street.jpg';

type Act = (channels: ChannelsPort, channel: Jid) => Promise<unknown>;

const ACTS: [Feature, string, Act][] = [
  ['channels.read', 'read', (channels, channel) => channels.get(channel)],
  ['channels.follow', 'followed', (channels, channel) => channels.follow(channel)],
  ['channels.follow', 'unfollowed', (channels, channel) => channels.unfollow(channel)],
  ['channels.mute', 'muted', (channels, channel) => channels.mute(channel, true)],
  ['channels.mute', 'unmuted', (channels, channel) => channels.mute(channel, false)],
];

export function describeChannels(suite: ContractSuite): void {
  suite.facet('channels', (facet) => {
    reading(facet);
    following(facet);
    muting(facet);
    posts(facet);
    for (const [feature, done, act] of ACTS)
      facet.behaviour(feature, `a channel that is not there cannot be ${done}`, (t) =>
        failsWith('not_found', act(t.engine.channels, NO_CHANNEL)),
      );
  });
}

/** Somebody else's. */
async function foreign(t: Stage): Promise<{ publisher: ScriptedPerson; channel: Channel }> {
  const publisher = await t.contact();
  const details = { description: 'What goes on in it', pictureUrl: PICTURE };
  return { publisher, channel: await publisher.channels.create('Street', details) };
}

const roleIn = async (t: Stage, publisher: ScriptedPerson, { id }: Channel, role: string | undefined) =>
  publisher.channels.sees(id, ({ roles }) => roles[t.owner.jid] === role);

function reading(facet: Facet): void {
  const told = { name: 'Street', description: 'What goes on in it', subscribers: 0, verified: false, muted: false };

  facet.behaviour('channels.read', 'anybody can read it by its address', async (t) => {
    const { channel } = await foreign(t);
    const { id, inviteCode = '' } = channel;
    const { createdAt, ...rest } = await t.engine.channels.get(id);
    expect(rest).toEqual({ ...told, id, inviteCode, role: 'guest', pictureUrl: PICTURE });
    expect(createdAt).toBeInstanceOf(Date);
    expect(inviteCode).not.toBe('');
  });

  facet.behaviour('channels.read', 'an invitation leads to the same, with what one is to it', async (t) => {
    const { channel } = await foreign(t);
    const { id, inviteCode = '' } = channel;
    expect(await t.engine.channels.byInvite(inviteCode)).toMatchObject({ ...told, id, inviteCode, role: 'guest' });
    await t.engine.channels.follow(id);
    const followed = { ...told, subscribers: 1, role: 'subscriber' };
    expect(await t.engine.channels.byInvite(inviteCode)).toMatchObject(followed);
  });

  facet.behaviour('channels.read', 'an own channel shows its owner', async (t) => {
    const { id } = await t.owner.channels.create('Mine');
    const read = await t.engine.channels.get(id);
    expect(read).toMatchObject({ name: 'Mine', role: 'owner' });
    expect(read.description ?? '').toBe('');
    expect(read).not.toHaveProperty('pictureUrl');
  });

  facet.behaviour('channels.read', 'an invitation that nobody gave leads nowhere', (t) =>
    failsWith('not_found', t.engine.channels.byInvite('0029VaNobodyGaveThis0000')),
  );
}

function following(facet: Facet): void {
  facet.behaviour('channels.follow', 'it is followed, once, and left again', async (t) => {
    const { publisher, channel } = await foreign(t);
    const { channels } = t.engine;
    for (const _ of ['first', 'again']) {
      await channels.follow(channel.id);
      await roleIn(t, publisher, channel, 'subscriber');
    }
    expect(await channels.get(channel.id)).toMatchObject({ role: 'subscriber', subscribers: 1 });
    for (const _ of ['first', 'again']) {
      await channels.unfollow(channel.id);
      await roleIn(t, publisher, channel, undefined);
    }
    expect(await channels.get(channel.id)).toMatchObject({ role: 'guest', subscribers: 0 });
  });

  facet.behaviour('channels.follow', 'what the phone follows is followed, and can be left', async (t) => {
    const { publisher, channel } = await foreign(t);
    await t.owner.channels.follow(channel.id);
    expect(await t.engine.channels.get(channel.id)).toMatchObject({ role: 'subscriber', subscribers: 1 });
    await t.engine.channels.unfollow(channel.id);
    await roleIn(t, publisher, channel, undefined);
  });

  facet.behaviour('channels.follow', 'its owner cannot leave it, and needs not follow it', async (t) => {
    const channel = await t.owner.channels.create('Mine');
    await t.engine.channels.follow(channel.id);
    await failsWith('not_allowed', t.engine.channels.unfollow(channel.id));
    await roleIn(t, t.owner, channel, 'owner');
  });
}

function posts(facet: Facet): void {
  facet.behaviour(
    'channels.posts',
    'what is said in a followed channel is received, as said by the channel',
    async (t) => {
      const { publisher, channel } = await foreign(t);
      const { id: chat } = channel;
      await t.engine.channels.follow(chat);
      const id = await publisher.channels.post(chat, 'Rain tomorrow');
      const message = await t.received(id);
      expect(message).toMatchObject({
        from: { id: chat },
        content: { kind: 'text', text: 'Rain tomorrow' },
        origin: 'contact',
      });
      expect(message.key).toEqual({ chat, id, fromMe: false });
    },
  );

  facet.behaviour('channels.posts', 'who does not follow it hears nothing', async (t) => {
    const { publisher, channel } = await foreign(t);
    await publisher.channels.post(channel.id, 'Before');
    await t.engine.channels.follow(channel.id);
    await t.engine.channels.unfollow(channel.id);
    await publisher.channels.post(channel.id, 'After');
    await t.quiet();
    expect(t.facts.of('message.received').filter(({ chat }) => chat === channel.id)).toEqual([]);
  });
}

function muting(facet: Facet): void {
  facet.behaviour('channels.mute', 'it is muted and heard again', async (t) => {
    const { publisher, channel } = await foreign(t);
    const { channels } = t.engine;
    await channels.follow(channel.id);
    for (const muted of [true, true, false, false]) {
      await channels.mute(channel.id, muted);
      await publisher.channels.sees(channel.id, ({ mutedBy }) => mutedBy.includes(t.owner.jid) === muted);
      expect((await channels.get(channel.id)).muted).toBe(muted);
    }
  });

  facet.behaviour('channels.mute', 'only who follows it can', async (t) => {
    const { publisher, channel } = await foreign(t);
    await failsWith('not_allowed', t.engine.channels.mute(channel.id, true));
    await failsWith('not_allowed', t.engine.channels.mute(channel.id, false));
    await publisher.channels.sees(channel.id, ({ mutedBy }) => mutedBy.length === 0);
  });
}
