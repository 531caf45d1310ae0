import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { simulatorFixture } from '../../testing/fixture.js';
import type { RealClient } from '../../testing/real-client.js';

const CAROL = '15550007777';
const NOBODYS = '120363999999999999@newsletter';

const statusOf = (error: unknown) => (error as { output?: { statusCode?: number } }).output?.statusCode;
const refusal = (work: Promise<unknown>) => work.then(() => undefined, statusOf);

describe('channels', () => {
  const fixture = simulatorFixture({ seed: 'channels' });
  let ann: RealClient;
  let linked = 0;
  let jid = '';
  let invite = '';
  beforeAll(async () => {
    await fixture.sim.contact.add({ pn: CAROL, name: 'Carol' });
    const made = await fixture.sim.channel.create({
      by: CAROL,
      name: 'Street',
      description: 'All of it',
      picture: '/v/a',
    });
    [jid, invite] = [`${made.id}@newsletter`, made.invite];
  });
  beforeEach(async () => {
    linked += 1;
    ann = await fixture.link(`1555000080${linked}`);
  });
  const view = () => fixture.sim.channel.view({ channel: jid });
  const read = (type: 'jid' | 'invite', key: string) => ann.socket.newsletterMetadata(type, key) as Promise<unknown>;

  /** Number of the queue item that carries a post. */
  const seqOf = async (id: string) => {
    const events = await fixture.sim.events();
    const posted = events.findIndex(({ name, data }) => name === 'channel.posted' && data.id === id);
    const queued = events.slice(posted).find(({ name }) => name === 'queue.added');
    return queued?.name === 'queue.added' ? queued.data.seq : undefined;
  };

  it('are read by address, and by invitation without what one is to them', async () => {
    const told = {
      id: jid,
      state: { type: 'ACTIVE' },
      thread_metadata: {
        name: { text: 'Street' },
        description: { text: 'All of it' },
        invite,
        subscribers_count: '0',
        picture: { direct_path: '/v/a' },
      },
    };
    expect(await read('jid', jid)).toMatchObject({ ...told, viewer_metadata: { mute: 'OFF', role: 'GUEST' } });
    expect(await read('invite', invite)).toMatchObject({ ...told, viewer_metadata: null });
  });

  it('are followed, muted and left', async () => {
    const { number, socket } = ann;
    await socket.newsletterFollow(jid);
    expect((await view()).roles).toEqual({ [CAROL]: 'owner', [number]: 'subscriber' });
    await socket.newsletterMute(jid);
    expect((await view()).mutedBy).toEqual([number]);
    expect(await read('jid', jid)).toMatchObject({
      thread_metadata: { subscribers_count: '1' },
      viewer_metadata: { mute: 'ON', role: 'SUBSCRIBER' },
    });
    await socket.newsletterUnmute(jid);
    expect((await view()).mutedBy).toEqual([]);
    await socket.newsletterUnfollow(jid);
    expect((await view()).roles).toEqual({ [CAROL]: 'owner' });
  });

  it('are followed on the phone, too', async () => {
    await fixture.sim.channel.follow({ by: ann.number, channel: jid });
    await fixture.sim.channel.mute({ by: ann.number, channel: jid, muted: true });
    expect(await read('jid', jid)).toMatchObject({ viewer_metadata: { mute: 'ON', role: 'SUBSCRIBER' } });
    await fixture.sim.channel.unfollow({ by: ann.number, channel: jid });
    await expect(fixture.sim.channel.unfollow({ by: CAROL, channel: jid })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('bring what is said in them, unsealed', async () => {
    const { sim } = fixture;
    await ann.socket.newsletterFollow(jid);
    const { id } = await sim.channel.post({ by: CAROL, channel: jid, text: 'Rain tomorrow' });
    const { message } = await ann.text('Rain tomorrow');
    expect(message.key).toMatchObject({ id, remoteJid: jid, fromMe: false, server_id: '1' });
    await sim.await({ event: 'queue.settled', match: { seq: await seqOf(id) } });
    await expect(sim.channel.post({ by: ann.number, channel: jid, text: 'Mine' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await ann.socket.newsletterUnfollow(jid);
  });

  it('refuse what one may not, and what is not there', async () => {
    expect(await read('jid', NOBODYS)).toBeNull();
    expect(await read('invite', 'nothing')).toBeNull();
    expect(await refusal(ann.socket.newsletterFollow(NOBODYS))).toBe(404);
    expect(await refusal(ann.socket.newsletterMute(jid))).toBe(405);
    const { noise } = await fixture.sim.stats();
    expect(noise).toMatchObject({ unknownIqs: {}, errors: [] });
  });

  it('counts a query that nobody knows', async () => {
    expect(await refusal(ann.socket.newsletterAdminCount(jid))).toBe(400);
    const { noise } = await fixture.sim.stats();
    expect(noise.unknownIqs).toEqual({ 'w:mex 7130823597031706': 1 });
  });
});
