import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSessionName, silentLogger, systemClock } from '@columba/core';
import { HTML, wav } from '../../../../../test/support/media-samples.js';
import { EgressGuard } from '../../egress/egress-guard.js';
import { MediaFolders } from '../disk/media-folders.js';
import { Shelf } from '../disk/shelf.js';
import type { MediaKind } from '../types/sniff.js';
import { UploadStore } from '../uploads/upload-store.js';
import type { UrlSource } from './media-source.js';
import { SourceReader } from './source-reader.js';

const home = parseSessionName('home');
const OUTSIDE = '127.0.0.2';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let folder: string;
let server: Server;
let base: string;
let answer: (response: ServerResponse) => void;
let guard: EgressGuard;
let uploads: UploadStore;
let reader: SourceReader;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sources-'));
  server = createServer((_request, response) => answer(response)).listen(0, OUTSIDE);
  await once(server, 'listening');
  base = `http://${OUTSIDE}:${(server.address() as AddressInfo).port}`;
  const folders = new MediaFolders(folder, systemClock);
  const limits = { maxBytes: 100_000, keepMs: 1_000_000 };
  guard = new EgressGuard({ isPublic: (address) => address === OUTSIDE });
  uploads = new UploadStore(new Shelf(folders, 'uploads', silentLogger), systemClock, limits);
  reader = new SourceReader(folders, guard, uploads, limits);
});
afterEach(async () => {
  await guard.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const left = () => readdir(join(folder, 'sessions/home/media/outgoing'));
const answers = (headers: Record<string, string>, body: Buffer | string, status = 200) => {
  answer = (response) => void response.writeHead(status, headers).end(body);
};
const read = (path: string, kind: MediaKind = 'image', more: Partial<UrlSource> = {}, signal?: AbortSignal) =>
  reader.read(home, { kind: 'url', url: base + path, ...more }, kind, signal);

describe('a media URL', () => {
  it('becomes a file with the type of its bytes and the name of its path', async () => {
    answers({ 'content-type': 'application/octet-stream' }, PNG);
    const { file, ...facts } = await read('/photos/My%20cat.png?token=secret');
    expect(facts).toEqual({ mimeType: 'image/png', sizeBytes: PNG.byteLength, fileName: 'My cat.png' });
    expect(await readFile(file)).toEqual(PNG);
    expect(file).toMatch(/\/[0-9a-f-]{36}\.png$/);
  });
  it.each([
    ['attachment; filename="../../etc/pass\\wd"', 'wd'],
    [`attachment; filename="x.png"; filename*=UTF-8''na%C3%AFve%20caf%C3%A9.png`, 'naïve café.png'],
    [`attachment; filename=plain.png`, 'plain.png'],
    [`attachment; filename*=UTF-8''%E0%A4%A`, undefined],
  ])('takes its name from %s', async (disposition, fileName) => {
    answers({ 'content-disposition': disposition }, PNG);
    expect((await read('/x')).fileName).toBe(fileName);
  });
  it('takes the type of a document from the header, then the bytes, then the name', async () => {
    answers({ 'content-type': 'text/calendar; charset=utf-8' }, 'BEGIN:VCALENDAR');
    expect(await read('/x', 'document')).toMatchObject({ mimeType: 'text/calendar' });
    answers({ 'content-type': 'binary/octet-stream' }, '%PDF-1.4');
    expect(await read('/x.txt', 'document')).toMatchObject({ mimeType: 'application/pdf' });
    answers({ 'content-type': 'text/plain' }, 'a,b,c');
    expect(await read('/x.csv', 'document')).toMatchObject({ mimeType: 'text/csv' });
    answers({ 'content-type': 'text/plain' }, 'hello');
    expect(await read('/x', 'document')).toMatchObject({ mimeType: 'text/plain' });
    expect(await read('/x', 'document', { mimeType: 'text/vcard' })).toMatchObject({ mimeType: 'text/vcard' });
  });

  it.each([
    ['a page in place of an image', HTML, 200, { 'content-type': 'image/png' }],
    ['404', PNG, 404, {}],
    ['500', PNG, 500, {}],
    ['nothing', '', 200, {}],
    ['204', '', 204, {}],
    ['a sound', wav(0.01), 200, { 'content-type': 'image/png' }],
  ])('is media_failed for %s', async (_what, body, status, headers) => {
    answers(headers, body, status);
    await expect(read('/a.png')).rejects.toMatchObject({ code: 'media_failed' });
    expect(await left()).toEqual([]);
  });
  it('is media_failed with the one text when the guard says no', async () => {
    for (const url of ['http://127.0.0.1:1/', 'file:///etc/passwd', 'http://supervisor/'])
      await expect(reader.read(home, { kind: 'url', url }, 'document')).rejects.toMatchObject({
        code: 'media_failed',
        message: 'The address could not be fetched',
      });
    expect(await left()).toEqual([]);
  });
  it.each([
    ['announces too much', { 'content-length': '2000000000' }],
    ['sends too much', {}],
  ])('is too_large when it %s', async (_what, headers) => {
    answer = (response) => {
      response.writeHead(200, headers as Record<string, string>);
      response.write(Buffer.alloc(200_000));
    };
    await expect(read('/a.png')).rejects.toMatchObject({ code: 'too_large' });
    expect(await left()).toEqual([]);
  });
  it('leaves no file when it is cancelled half way or breaks off', async () => {
    const stop = new AbortController();
    answer = (response) =>
      void response.writeHead(200, { 'content-length': '1000' }).write(PNG, () => stop.abort(new Error('cancelled')));
    await expect(read('/a.png', 'image', {}, stop.signal)).rejects.toThrow('cancelled');
    answer = (response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(PNG, () => response.destroy());
    };
    await expect(read('/a.png')).rejects.toMatchObject({ code: 'media_failed' });
    expect(await left()).toEqual([]);
  });
});

async function* bytes() {
  yield PNG.subarray(0, 10);
  yield PNG.subarray(10);
}

describe('an upload', () => {
  it('is sent from a file of its own, which outlives it', async () => {
    const { mediaId } = await uploads.save(home, bytes(), { fileName: 'a.png' });
    const { file, ...facts } = await reader.read(home, { kind: 'upload', mediaId }, 'image');
    expect(facts).toEqual({ mimeType: 'image/png', sizeBytes: PNG.byteLength, fileName: 'a.png' });
    await uploads.remove(home, mediaId);
    expect(await readFile(file)).toEqual(PNG);
  });
  it('must be there', async () => {
    const mediaId = '00000000-0000-4000-8000-000000000000';
    await expect(reader.read(home, { kind: 'upload', mediaId }, 'image')).rejects.toMatchObject({ code: 'not_found' });
    const up = { kind: 'upload', mediaId: '../../../etc/passwd' } as const;
    await expect(reader.read(home, up, 'image')).rejects.toMatchObject({ code: 'invalid_input' });
  });
  it('of another session is not there', async () => {
    const { mediaId } = await uploads.save(parseSessionName('other'), bytes());
    await expect(reader.read(home, { kind: 'upload', mediaId }, 'image')).rejects.toMatchObject({ code: 'not_found' });
  });
});
