import { describe, expect, it } from '@jest/globals';
import type { Jid } from '@columba/core';
import { idOf, toChannel } from './channel.mapper.js';

const ID = '120363000000000001@newsletter' as Jid;

const pictured = (direct_path: string | null) => toChannel(ID, { thread_metadata: { picture: { direct_path } } });

describe('channels as they come', () => {
  it('are nothing where WhatsApp says that there is none', () => {
    expect(idOf(null)).toBeUndefined();
    expect(idOf({ id: null, thread_metadata: null, viewer_metadata: null })).toBeUndefined();
    expect(idOf({ id: ID })).toBe(ID);
  });

  it('are whole also where WhatsApp tells little', () => {
    expect(toChannel(ID, { id: ID, thread_metadata: null, viewer_metadata: null })).toEqual({
      id: ID,
      name: '',
      subscribers: 0,
      verified: false,
      role: 'guest',
      muted: false,
    });
  });

  it.each([
    ['SUBSCRIBER', 'subscriber'],
    ['ADMIN', 'admin'],
    ['OWNER', 'owner'],
    ['GUEST', 'guest'],
    ['MODERATOR', 'guest'],
  ])('show that one is %s', (role, told) => {
    expect(toChannel(ID, { viewer_metadata: { role, mute: 'ON' } })).toMatchObject({ role: told, muted: true });
  });

  it('have a picture where there is a path to one', () => {
    expect(pictured('/v/a.jpg')).toMatchObject({ pictureUrl: 'https://pps.whatsapp.net/v/a.jpg' });
    for (const none of ['', null]) expect(pictured(none)).not.toHaveProperty('pictureUrl');
  });

  it('say when they were made, how many follow, and whether WhatsApp knows whose they are', () => {
    const thread_metadata = { creation_time: '1688746895', subscribers_count: '4242', verification: 'VERIFIED' };
    expect(toChannel(ID, { thread_metadata })).toMatchObject({
      createdAt: new Date('2023-07-07T16:21:35.000Z'),
      subscribers: 4242,
      verified: true,
    });
  });
});
