import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageId } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import sharp from 'sharp';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { wav } from '../../../../test/support/media-samples.js';
import { mediaSchema } from './content/media.content.js';

let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
const start = async (env: Record<string, string> = {}) => {
  server = await InProcessServer.start({ env });
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
};
afterEach(() => server.stop());

const S = '/v1/sessions/home';
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code: string }).code];
const png = () =>
  sharp({ create: { width: 20, height: 10, channels: 3, background: '#0a0' } })
    .png()
    .toBuffer();
const base64 = (bytes: Buffer, more = {}) => ({ kind: 'base64', data: bytes.toString('base64'), ...more });
const send = (content: object) => server.as().post(`${S}/messages`).send({ chatId: friend.phone, content });
const seen = async (content: object) => {
  const { body } = await send(content).expect(200);
  return friend.seesMessage(owner.jid, (body as { messageId: MessageId }).messageId);
};

describe('sending files', () => {
  beforeEach(() => start());

  it('sends a picture, a document, a sticker and a voice message from base64', async () => {
    const image = await png();
    expect((await seen({ kind: 'image', media: base64(image), caption: 'Look' })).content).toMatchObject({
      kind: 'image',
      caption: 'Look',
      media: { mimeType: 'image/png', sizeBytes: image.byteLength },
    });
    const pdf = base64(Buffer.from('%PDF-1.4\n%%EOF'), { fileName: 'invoice.pdf' });
    expect((await seen({ kind: 'document', media: pdf })).content).toMatchObject({
      media: { mimeType: 'application/pdf', fileName: 'invoice.pdf' },
    });
    expect((await seen({ kind: 'sticker', media: base64(image) })).content).toMatchObject({
      media: { mimeType: 'image/webp' },
    });
    expect((await seen({ kind: 'voice', media: base64(wav(1)) })).content).toMatchObject({
      kind: 'voice',
      media: { mimeType: 'audio/ogg; codecs=opus', durationSeconds: 1 },
    });
  });

  it('keeps no file of what could not be sent', async () => {
    expect(codeOf(await send({ kind: 'image', media: base64(Buffer.from('no image')) }))).toEqual([
      422,
      'media_failed',
    ]);
    const files = () => readdirSync(join(server.directory, 'sessions/home/media/outgoing'));
    expect(files()).toEqual([]);
    await server.as().post(`${S}/stop`).expect(200);
    expect(codeOf(await send({ kind: 'image', media: base64(await png()) }))).toEqual([409, 'not_connected']);
    expect(files()).toEqual([]);
  });

  it('sends what was uploaded before, raw or as a form', async () => {
    const image = await png();
    const raw = await server
      .as()
      .post(`${S}/media`)
      .set('Content-Type', 'image/png')
      .set('X-File-Name', encodeURIComponent('grün.png'))
      .send(image)
      .expect(201);
    const form = await server.as().post(`${S}/media`).attach('file', image, 'form.png').expect(201);
    for (const { body, headers } of [raw, form]) {
      const { mediaId, sizeBytes } = mediaSchema.parse(body);
      expect(sizeBytes).toBe(image.byteLength);
      expect(headers['location']).toBe(`${S}/media/${mediaId}`);
      const facts = await server.as().get(`${S}/media/${mediaId}`).expect(200);
      expect(facts.body).toEqual(body);
      const message = await seen({ kind: 'image', media: { kind: 'upload', mediaId } });
      expect(message.content).toMatchObject({ media: { sizeBytes: image.byteLength } });
      await server.as().delete(`${S}/media/${mediaId}`).expect(204);
      await server.as().get(`${S}/media/${mediaId}`).expect(404);
    }
    expect(mediaSchema.parse(raw.body).fileName).toBe('grün.png');
    const json = await server.as().post(`${S}/media`).set('Content-Type', 'application/json').send('{"a":1}');
    expect(mediaSchema.parse(json.body).sizeBytes).toBe(7);
    expect(codeOf(await server.as().post(`${S}/media`).field('name', 'no file'))).toEqual([400, 'invalid_input']);
    expect(codeOf(await server.as().post(`${S}/media`).attach('other', image, 'a.png'))).toEqual([
      400,
      'invalid_input',
    ]);
    const gone = { kind: 'upload', mediaId: '0b9b7c5e-3c0e-4a39-9f3e-0f3c7a9d9a11' };
    expect(codeOf(await send({ kind: 'image', media: gone }))).toEqual([404, 'not_found']);
  });

  it.each([
    [{ kind: 'image' }],
    [{ kind: 'image', media: 'file.png' }],
    [{ kind: 'image', media: { kind: 'path', path: '/etc/passwd' } }],
    [{ kind: 'image', media: { kind: 'url' } }],
    [{ kind: 'image', media: { kind: 'base64', data: '*' } }],
    [{ kind: 'image', media: { kind: 'url', url: 'https://example.org', headers: { a: 5 } } }],
    [{ kind: 'image', media: { kind: 'upload', mediaId: '../../credentials' } }],
    [{ kind: 'video', media: { kind: 'base64', data: 'AAAA' }, style: 'square' }],
    [{ kind: 'voice', media: { kind: 'base64', data: 'AAAA' }, caption: 'No' }],
  ])('refuses %j', async (content) => {
    expect(codeOf(await send(content))).toEqual([400, 'invalid_input']);
  });
});

const fileAt = (path: string) => ({ kind: 'image', media: { kind: 'file', path } });

describe('files by their path', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'columba-paths-'));
    for (const name of ['media', 'elsewhere']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'elsewhere/secret.png'), 'secret');
    symlinkSync(join(folder, 'elsewhere/secret.png'), join(folder, 'media/link.png'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are sent out of the folders that Home Assistant shares, and out of no other', async () => {
    const image = await png();
    writeFileSync(join(folder, 'media/door.png'), image);
    await start({ HA_FILE_ROOTS: join(folder, 'media') });
    const { content } = await seen({ ...fileAt(join(folder, 'media/door.png')), caption: 'Look' });
    expect(content).toMatchObject({
      kind: 'image',
      caption: 'Look',
      media: { sizeBytes: image.byteLength, fileName: 'door.png' },
    });
    for (const path of ['elsewhere/secret.png', 'media/../elsewhere/secret.png', 'media/link.png', 'media'])
      expect([path, ...codeOf(await send(fileAt(join(folder, path))))]).toEqual([path, 403, 'not_allowed']);
    for (const path of ['/etc/passwd', 'media/door.png', '../../etc/passwd'])
      expect([path, ...codeOf(await send(fileAt(path)))]).toEqual([path, 403, 'not_allowed']);
    expect(codeOf(await send(fileAt(join(folder, 'media/gone.png'))))).toEqual([422, 'media_failed']);
    expect(codeOf(await send({ kind: 'image', media: { kind: 'file' } }))).toEqual([400, 'invalid_input']);
  });

  it('are those of somebody else where there is no Home Assistant', async () => {
    await start();
    for (const path of ['/media/door.png', '/share/door.png'])
      expect(codeOf(await send(fileAt(path)))).toEqual([403, 'not_allowed']);
  });
});

describe('files that are too large', () => {
  it('are refused however they come, and leave nothing behind', async () => {
    await start({ COLUMBA_MEDIA_MAX_MB: '1', MEDIA_URL_MAX_CONTENT_LENGTH: '1000000' });
    const large = Buffer.alloc(1_200_000, 1);
    const raw = server.as().post(`${S}/media`).set('Content-Type', 'image/png').send(large);
    expect(codeOf(await raw)).toEqual([413, 'too_large']);
    const form = server.as().post(`${S}/media`).attach('file', large, 'large.png');
    expect(codeOf(await form)).toEqual([413, 'too_large']);
    expect(codeOf(await send({ kind: 'document', media: base64(large) }))).toEqual([413, 'too_large']);
    for (const area of ['uploads', 'outgoing'])
      expect(readdirSync(join(server.directory, 'sessions/home/media', area))).toEqual([]);
  });
});

describe('fetching files to send', () => {
  let host: Server;
  let address: string;
  beforeEach(async () => {
    const image = await png();
    host = createServer((request, response) => {
      response.statusCode = request.headers['x-let-me'] === 'in' ? 200 : 403;
      response.setHeader('Content-Type', 'image/png').end(image);
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(host.address() as AddressInfo).port}/picture.png`;
  });
  afterEach(() => void host.close());
  const fromUrl = (headers?: object) => ({ kind: 'image', media: { kind: 'url', url: address, headers } });

  it('fetches from allowed addresses, with the headers that are given', async () => {
    await start({ COLUMBA_MEDIA_ALLOWED_ADDRESSES: address });
    expect((await seen(fromUrl({ 'X-Let-Me': 'in' }))).content).toMatchObject({ media: { mimeType: 'image/png' } });
    expect(codeOf(await send(fromUrl()))).toEqual([422, 'media_failed']);
  });

  it('does not go into the own network', async () => {
    await start();
    const { status } = await send(fromUrl({ 'X-Let-Me': 'in' }));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(await friend.messagesIn(owner.jid)).toEqual([]);
  });
});

describe('files that came', () => {
  const bytes = new TextEncoder().encode('A picture, or so.');
  const photo = { kind: 'image', bytes, mimeType: 'image/jpeg' } as const;

  it('are downloaded with their message, also in parts by their id', async () => {
    await start();
    const id = await friend.send(owner.jid, photo);
    const { data } = await server.event('home', ({ type }) => type === 'media.changed');
    const path = `${S}/chats/${friend.jid}/messages/${id}/media`;
    const whole = await server.as().get(path).expect(200);
    expect(whole.headers['content-type']).toBe('image/jpeg');
    expect(whole.headers['content-disposition']).toMatch(/^attachment/);
    expect(whole.body).toEqual(Buffer.from(bytes));
    const file = `${S}/media/${(data['media'] as { mediaId: string }).mediaId}/content`;
    const part = await server.as().get(file).set('Range', 'bytes=2-8').expect(206);
    expect((part.body as Buffer).toString()).toBe('picture');
    expect(part.headers['content-range']).toBe(`bytes 2-8/${bytes.length}`);
    expect((await server.as().get(file).set('Range', 'bytes=99-')).status).toBe(400);
    const nowhere = `${S}/media/0b9b7c5e-3c0e-4a39-9f3e-0f3c7a9d9a11/content`;
    expect((await server.as().get(nowhere).set('Range', 'bytes=0-')).status).toBe(404);
  });

  it('are fetched when they are wanted, and asked for again when they are gone', async () => {
    await start({ COLUMBA_MEDIA_DOWNLOAD: 'none' });
    const id = await friend.send(owner.jid, photo);
    await server.event('home', ({ type }) => type === 'message.received');
    await friend.expireMedia(owner.jid, id);
    const path = `${S}/chats/${friend.jid}/messages/${id}/media`;
    expect(codeOf(await server.as().get(path))).toEqual([410, 'media_expired']);
    await server.as().post(`${path}/refetch`).expect(204);
    await server.event(
      'home',
      ({ type, data }) => type === 'media.changed' && (data['media'] as { state: string }).state === 'ready',
    );
    expect((await server.as().get(path).expect(200)).body).toEqual(Buffer.from(bytes));
    const text = await friend.send(owner.jid, { kind: 'text', text: 'Hello' });
    await server.event('home', ({ type, data }) => type === 'message.received' && JSON.stringify(data).includes(text));
    expect(codeOf(await server.as().get(`${S}/chats/${friend.jid}/messages/${text}/media`))).toEqual([
      404,
      'not_found',
    ]);
  });
});
