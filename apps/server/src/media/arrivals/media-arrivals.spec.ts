import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NotConnectedError } from '@columba/core';
import { ManualClock, settle, type FakePerson } from '@columba/core/testing';
import { InProcessServer, type WireEvent } from '../../../../../test/support/in-process-server.js';

const BYTES = new TextEncoder().encode('A picture, or so.');
const photo = { kind: 'image', bytes: BYTES, mimeType: 'image/jpeg' } as const;

const changed = (event: WireEvent): Record<string, unknown> | undefined =>
  event.type === 'media.changed' ? (event.data['media'] as Record<string, unknown>) : undefined;

describe('files of messages that arrive', () => {
  let server: InProcessServer;
  afterEach(() => server.stop());

  const start = async (env: Record<string, string> = {}): Promise<[FakePerson, FakePerson]> => {
    server = await InProcessServer.start({ env });
    return [await server.linked(), server.world.person({ name: 'Friend' })];
  };
  const folder = () => join(server.directory, 'sessions/home/media/incoming');
  const became = (state: string) => server.event('home', (event) => changed(event)?.['state'] === state);

  it('are fetched, checked and told', async () => {
    const [owner, friend] = await start();
    await friend.send(owner.jid, photo);
    const media = changed(await became('ready'));
    expect(media).toMatchObject({ mimeType: 'image/jpeg', sizeBytes: BYTES.length });
    expect(readFileSync(join(folder(), String(media?.['mediaId'])))).toEqual(Buffer.from(BYTES));
  });

  it('that WhatsApp no longer has are told as such, and are fetched when a phone uploads them again', async () => {
    const [owner, friend] = await start({ COLUMBA_MEDIA_DOWNLOAD: 'none' });
    const id = await friend.send(owner.jid, photo);
    await server.event('home', ({ type }) => type === 'message.received');
    await friend.expireMedia(owner.jid, id);
    const { media } = server.world.engine('home');
    const key = { chat: friend.jid, id, fromMe: false };
    await media.refetch(key);
    expect(changed(await became('ready'))).toMatchObject({ sizeBytes: BYTES.length });
  });

  it('are left alone where the settings say so', async () => {
    const [owner, friend] = await start({ COLUMBA_MEDIA_DOWNLOAD: 'none' });
    await friend.send(owner.jid, photo);
    await friend.send(owner.jid, { kind: 'text', text: 'after it' });
    await server.event(
      'home',
      ({ type, data }) => type === 'message.received' && !JSON.stringify(data).includes('image'),
    );
    expect(existsSync(folder()) ? readdirSync(folder()) : []).toEqual([]);
  });

  it('that came while nothing could be fetched are fetched after the next start', async () => {
    const [owner, friend] = await start();
    server.world.engine('home').failNext('media.download', new NotConnectedError('just now'));
    await friend.send(owner.jid, photo);
    await server.event('home', ({ type }) => type === 'message.received');
    server = await server.restart();
    await server.as().post('/v1/sessions/home/start').expect(200);
    expect(changed(await became('ready'))).toMatchObject({ sizeBytes: BYTES.length });
  });
});

describe('files that were kept long enough', () => {
  const DAY_MS = 86_400_000;
  let clock: ManualClock;
  let server: InProcessServer;
  beforeEach(async () => {
    clock = new ManualClock();
    server = await InProcessServer.start({ clock });
    await server.linked();
    await server.as().post('/v1/sessions/home/media').set('Content-Type', 'text/plain').send('hello').expect(201);
  });
  afterEach(() => server.stop());

  const uploads = () => readdirSync(join(server.directory, 'sessions/home/media/uploads'));
  const swept = async () => {
    while (uploads().length > 0) await settle();
  };

  it('go, also uploads', async () => {
    expect(uploads()).toHaveLength(2);
    await clock.advance(8 * DAY_MS);
    await swept();
  });

  it('stay while the clock is wrong', async () => {
    clock.jump(20 * DAY_MS);
    await clock.advance(DAY_MS);
    await server.settled();
    expect(uploads()).toHaveLength(2);
    clock.jump(-20 * DAY_MS);
    await clock.advance(7 * DAY_MS);
    await swept();
  });
});
