import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, parseSessionName, silentLogger, systemClock, type Clock, type Media } from '@columba/core';
import { mediaIdOf, MediaFolders, newMediaId } from '../disk/media-folders.js';
import { Shelf } from '../disk/shelf.js';
import { IncomingStore } from './incoming-store.js';

const home = parseSessionName('home');
const DAY = 86_400_000;
let folder: string;
let now: number;
let store: IncomingStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'incoming-'));
  now = Date.parse('2026-01-01T00:00:00Z');
  store = opened();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function opened(): IncomingStore {
  const clock: Clock = { ...systemClock, now: () => new Date(now) };
  const shelf = new Shelf(new MediaFolders(folder, clock), 'incoming', silentLogger);
  return new IncomingStore(shelf, clock, silentLogger, { maxBytes: 1_000, keepMs: 7 * DAY });
}
const place = () => join(folder, 'sessions/home/media/incoming');
const announced = (facts: Partial<Media> = {}) =>
  store.announce(home, { mediaId: newMediaId(), mimeType: 'image/jpeg', ...facts });
const giving = (text: string) => async () =>
  (async function* () {
    yield Buffer.from(text);
  })();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const textOf = async (mediaId: string, range?: { start: number; end: number }) =>
  Buffer.concat(await (await store.open(home, mediaId, range)).bytes.toArray()).toString();

describe('IncomingStore', () => {
  it('announces a file as pending, then has it', async () => {
    const { mediaId, state } = await announced({ fileName: 'a.jpg', sha256: sha256('photo') });
    expect(state).toBe('pending');
    await expect(store.open(home, mediaId)).rejects.toMatchObject({ code: 'unavailable' });
    const ready = await store.receive(home, mediaId, giving('photo'));
    expect(ready).toMatchObject({ state: 'ready', sizeBytes: 5, sha256: sha256('photo'), fileName: 'a.jpg' });
    expect(await textOf(mediaId)).toBe('photo');
    expect(await textOf(mediaId, { start: 1, end: 2 })).toBe('ho');
    expect(await store.announce(home, { mediaId, mimeType: 'image/jpeg' })).toEqual(ready);
  });
  it('fetches once, however many ask', async () => {
    const { mediaId } = await announced();
    let fetched = 0;
    const fetch = () => (fetched++, giving('photo')());
    const both = await Promise.all([store.receive(home, mediaId, fetch), store.receive(home, mediaId, fetch)]);
    expect(both.map(({ state }) => state)).toEqual(['ready', 'ready']);
    await store.receive(home, mediaId, fetch);
    expect(fetched).toBe(1);
  });

  it('goes on for everybody else when the first who asked hangs up', async () => {
    const { mediaId } = await announced();
    const caller = new AbortController();
    const gate = new AbortController();
    const released = new Promise((resolve) => gate.signal.addEventListener('abort', resolve));
    const fetch = async () =>
      (async function* () {
        await released;
        yield Buffer.from('photo');
      })();
    const first = store.receive(home, mediaId, fetch, caller.signal);
    const second = store.receive(home, mediaId, fetch, new AbortController().signal);
    caller.abort(new Error('hung up'));
    await expect(first).rejects.toThrow('hung up');
    gate.abort();
    expect(await second).toMatchObject({ state: 'ready' });
  });

  it.each<[string, Partial<Media>, () => Promise<AsyncIterable<Uint8Array>>, string]>([
    ['WhatsApp no longer has it', {}, () => Promise.reject(new DomainError('media_expired', 'gone')), 'expired'],
    ['it is refused', {}, () => Promise.reject(new Error('403')), 'failed'],
    ['it is not what was announced', { sha256: sha256('photo') }, giving('other'), 'failed'],
    ['it grows past the cap', {}, giving('x'.repeat(2_000)), 'failed'],
    ['it announces 2 GB', { sizeBytes: 2e9 }, () => Promise.reject(new Error('must not be asked')), 'failed'],
    [
      'it breaks off',
      {},
      async () =>
        (async function* () {
          yield Buffer.from('half');
          throw new Error('socket closed');
        })(),
      'failed',
    ],
  ])('ends in a state when %s, and keeps no bytes', async (_what, facts, fetch, state) => {
    const { mediaId } = await announced(facts);
    expect(await store.receive(home, mediaId, fetch)).toMatchObject({ state });
    expect(await opened().find(home, mediaId)).toMatchObject({ state });
    expect(await readdir(place())).toEqual([`${mediaId}.json`]);
    await expect(store.open(home, mediaId)).rejects.toMatchObject({ code: `media_${state}` });
  });
  it('can be fetched again after it failed', async () => {
    const { mediaId } = await announced();
    await store.receive(home, mediaId, () => Promise.reject(new DomainError('media_expired', 'gone')));
    expect(await store.receive(home, mediaId, giving('photo'))).toMatchObject({ state: 'ready' });
  });
  it('stays pending when we are shutting down', async () => {
    const { mediaId } = await announced();
    const fetch = async () =>
      (async function* () {
        yield Buffer.from('half');
        store.beforeApplicationShutdown();
        await new Promise(() => {});
      })();
    await expect(store.receive(home, mediaId, fetch)).rejects.toThrow('The server stops');
    expect(await opened().recover(home)).toMatchObject([{ mediaId, state: 'pending' }]);
    expect(await readdir(place())).toEqual([`${mediaId}.json`]);
  });
  it('clears up after a kill, and knows what is still to be fetched', async () => {
    const { mediaId: whole } = await announced();
    await store.receive(home, whole, giving('photo'));
    const { mediaId: open } = await announced();
    const orphan = newMediaId();
    await writeFile(join(place(), `${open}.x.part`), 'half');
    await writeFile(join(place(), `${whole}.json.x.part`), '{');
    await writeFile(join(place(), orphan), 'a file without a record');
    store = opened();
    expect(await store.recover(home)).toMatchObject([{ mediaId: open, state: 'pending' }]);
    const kept = [whole, `${whole}.json`, `${open}.json`].toSorted();
    expect((await readdir(place())).toSorted()).toEqual(kept);
    expect(await store.receive(home, open, giving('photo'))).toMatchObject({ state: 'ready' });
  });
  it('survives a record that is damaged', async () => {
    const { mediaId } = await announced();
    await writeFile(join(place(), `${mediaId}.json`), '{"media":');
    expect(await store.recover(home)).toEqual([]);
    expect(await store.find(home, mediaId)).toBeUndefined();
  });
  it('lets bytes expire after 7 days, and forgets the rest after 90', async () => {
    const { mediaId } = await announced();
    await store.receive(home, mediaId, giving('photo'));
    now += 7 * DAY - 1;
    expect(await store.sweep(home)).toEqual([]);
    now += 1;
    expect(await store.sweep(home)).toMatchObject([{ mediaId, state: 'expired' }]);
    expect(await readdir(place())).toEqual([`${mediaId}.json`]);
    expect(await store.sweep(home)).toEqual([]);
    now += 83 * DAY;
    await store.sweep(home);
    expect(await readdir(place())).toEqual([]);
  });
  it('takes only files that were announced', async () => {
    await expect(store.receive(home, newMediaId(), giving('x'))).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('mediaIdOf', () => {
  it('is the same id for the same message, and a UUID', () => {
    const id = mediaIdOf('home', '49151@s.whatsapp.net', '3EB0AA');
    expect(mediaIdOf('home', '49151@s.whatsapp.net', '3EB0AA')).toBe(id);
    expect(mediaIdOf('home4', '9151@s.whatsapp.net', '3EB0AA')).not.toBe(id);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
