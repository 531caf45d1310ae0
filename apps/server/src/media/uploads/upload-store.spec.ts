import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSessionName, silentLogger, systemClock, type Clock, type Media } from '@columba/core';
import { MediaFolders, newMediaId } from '../disk/media-folders.js';
import { Shelf } from '../disk/shelf.js';
import { UploadStore } from './upload-store.js';

const home = parseSessionName('home');
const DAY = 86_400_000;
let folder: string;
let now: number;
let store: UploadStore;
let late: Promise<Media>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uploads-'));
  now = Date.parse('2026-01-01T00:00:00Z');
  store = opened();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** As after a restart: nothing but the disk is known. */
function opened(): UploadStore {
  const clock: Clock = { ...systemClock, now: () => new Date(now) };
  const shelf = new Shelf(new MediaFolders(folder, clock), 'uploads', silentLogger);
  return new UploadStore(shelf, clock, { maxBytes: 1_000, keepMs: 7 * DAY });
}
async function* of(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}
async function* breaking() {
  yield Buffer.from('half');
  throw new Error('connection lost');
}
const place = () => join(folder, 'sessions/home/media/uploads');

describe('UploadStore', () => {
  it('keeps a file under a UUID, for us alone, with its facts', async () => {
    const media = await store.save(home, of('%PDF-', '1.7'), { fileName: '..\\..\\bill.pdf' });
    expect(media).toMatchObject({ state: 'ready', mimeType: 'application/pdf', sizeBytes: 8, fileName: 'bill.pdf' });
    expect(media.sha256).toMatch(/^[0-9a-f]{64}$/);
    const names = await readdir(place());
    expect(names.toSorted()).toEqual([media.mediaId, `${media.mediaId}.json`]);
    for (const name of names) expect((await stat(join(place(), name))).mode & 0o777).toBe(0o600);
    expect((await stat(place())).mode & 0o777).toBe(0o700);
  });
  it('clears up after a kill, and nothing that is being written meanwhile', async () => {
    const whole = await store.save(home, of('hello'));
    await writeFile(join(place(), `${newMediaId()}.x.part`), 'half');
    await writeFile(join(place(), newMediaId()), 'a file without a record');
    store = opened();
    const gate = new AbortController();
    const released = new Promise((resolve) => gate.signal.addEventListener('abort', resolve));
    const reading = new Promise<void>((begun) => {
      async function* slow() {
        begun();
        await released;
        yield Buffer.from('slow');
      }
      late = store.save(home, slow());
    });
    await reading;
    await store.recover(home);
    gate.abort();
    const kept = [whole, await late].flatMap(({ mediaId }) => [mediaId, `${mediaId}.json`]);
    expect((await readdir(place())).toSorted()).toEqual(kept.toSorted());
  });
  it('still has it after a restart, until 7 days are over', async () => {
    const media = await store.save(home, of('hello'), { mimeType: 'text/plain' });
    expect(await opened().find(home, media.mediaId)).toEqual(media);
    now += 7 * DAY - 1;
    expect(await store.find(home, media.mediaId)).toMatchObject({ state: 'ready' });
    now += 1;
    expect(await store.find(home, media.mediaId)).toMatchObject({ state: 'expired' });
    await expect(store.use(home, media.mediaId, join(folder, 'x'))).rejects.toMatchObject({ code: 'media_expired' });
  });
  it('sweeps what is over and nothing else', async () => {
    const old = await store.save(home, of('old'));
    now += 6 * DAY;
    const young = await store.save(home, of('young'));
    now += 1 * DAY;
    await store.sweep(home);
    expect(await store.find(home, old.mediaId)).toBeUndefined();
    expect((await readdir(place())).toSorted()).toEqual([young.mediaId, `${young.mediaId}.json`]);
  });
  it('leaves nothing of a file that is too large, empty or breaks off', async () => {
    await expect(store.save(home, of('x'.repeat(600), 'x'.repeat(600)))).rejects.toMatchObject({ code: 'too_large' });
    await expect(store.save(home, of())).rejects.toMatchObject({ code: 'media_failed' });
    await expect(store.save(home, breaking())).rejects.toThrow('connection lost');
    expect(await readdir(place())).toEqual([]);
  });
  it('lets go of a client that stalls, when told to', async () => {
    const stop = new AbortController();
    async function* stalling() {
      yield Buffer.from('half');
      stop.abort(new Error('shutting down'));
      await new Promise(() => {});
    }
    await expect(store.save(home, stalling(), {}, stop.signal)).rejects.toThrow('shutting down');
    expect(await readdir(place())).toEqual([]);
  });
  it.each(['..', '../../secret', 'a/b', '', 'CON', '00000000-0000-4000-8000-00000000000g', '\0'])(
    'refuses the id %j',
    async (id) => {
      await expect(store.find(home, id)).rejects.toMatchObject({ code: 'invalid_input' });
    },
  );
});
