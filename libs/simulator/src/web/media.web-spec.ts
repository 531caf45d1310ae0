import { Agent as HttpsAgent } from 'node:https';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { downloadMediaMessage, type WAMessage } from '@whiskeysockets/baileys';
import { Agent } from 'undici';
import wwebjs, { type Message } from 'whatsapp-web.js';
import type { BrowserClient } from '../../testing/browser-client.js';
import { browserFixture } from '../../testing/browser-fixture.js';

const { MessageMedia } = wwebjs;

const ALICE = '15550000001';
const BOB = '15550000002';
const CAROL = '15550000003';

/** A picture of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const WEBP = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64');
const bytes = Buffer.from('some bytes');

const sendable = (mime: string, data: Buffer, name?: string) => new MessageMedia(mime, data.toString('base64'), name);

describe('files of a browser', () => {
  const fixture = browserFixture({ seed: 'web-media', doors: ['noise', 'web'] });
  let alice: BrowserClient;

  beforeAll(async () => {
    await fixture.sim.contact.add({ pn: CAROL, name: 'Carol' });
    alice = await fixture.link(ALICE);
  });

  const got = async (id: string) => {
    const shown = (await fixture.sim.recipient.view({ pn: CAROL })).find(({ key }) => key.id === id)?.content;
    const file = await fixture.sim.media.bytes({ from: ALICE, to: CAROL, id });
    return { shown, file: Buffer.from(file, 'base64') };
  };

  it.each([
    [
      'image',
      sendable('image/png', PNG, 'dot.png'),
      { caption: 'a dot' },
      { kind: 'image', caption: 'a dot', file: { width: 1, height: 1 } },
    ],
    ['document', sendable('text/plain', bytes, 'notes.txt'), {}, { kind: 'document', file: { fileName: 'notes.txt' } }],
    ['video', sendable('video/mp4', bytes), {}, { kind: 'video', style: 'normal' }],
    ['video', sendable('video/mp4', bytes), { sendVideoAsGif: true }, { kind: 'video', style: 'gif' }],
    ['audio', sendable('audio/mpeg', bytes), {}, { kind: 'audio' }],
    ['ptt', sendable('audio/ogg', bytes), { sendAudioAsVoice: true }, { kind: 'voice' }],
    ['sticker', sendable('image/webp', WEBP), { sendMediaAsSticker: true }, { kind: 'sticker' }],
    ['image', sendable('image/png', PNG), { isViewOnce: true }, { kind: 'image', viewOnce: true }],
  ])('%s goes out', async (type, media, options, expected) => {
    const sent = await alice.client.sendMessage(`${CAROL}@c.us`, media, options);
    expect([sent.type, sent.hasMedia]).toEqual([type, true]);
    await alice.wait<[Message]>('media_uploaded', ({ id }) => id.id === sent.id.id);
    const { shown, file } = await got(sent.id.id);
    expect(shown).toMatchObject(expected);
    expect(file.toString('base64')).toBe(media.data);
  });

  it.each([
    ['image', { kind: 'image', bytes: PNG, mimeType: 'image/png', caption: 'look' }],
    ['video', { kind: 'video', bytes, mimeType: 'video/mp4', style: 'gif' }],
    ['ptv', { kind: 'video', bytes, mimeType: 'video/mp4', style: 'note' }],
    ['audio', { kind: 'audio', bytes, mimeType: 'audio/mpeg', seconds: 3 }],
    ['ptt', { kind: 'voice', bytes, mimeType: 'audio/ogg', seconds: 3, waveform: [1, 2, 3] as number[] }],
    ['document', { kind: 'document', bytes, mimeType: 'text/plain', fileName: 'notes.txt' }],
    ['sticker', { kind: 'sticker', bytes: WEBP, mimeType: 'image/webp' }],
  ] as const)('%s comes in', async (type, content) => {
    const { id } = await fixture.sim.send({
      from: CAROL,
      to: ALICE,
      content: { ...content, bytes: Uint8Array.from(content.bytes) },
    });
    const [message] = await alice.wait<[Message]>('message', (candidate) => candidate.id.id === id);
    expect([message.type, message.hasMedia]).toEqual([type, true]);
    const file = await message.downloadMedia();
    expect(file).toMatchObject({ mimetype: content.mimeType, data: content.bytes.toString('base64') });
    if (content.kind === 'image') expect(message.body).toBe('look');
    if (content.kind === 'document') expect(file.filename).toBe('notes.txt');
  });

  it('go from door to door', async () => {
    const { sim } = fixture;
    const ca = sim.mediaHost.certificate;
    const bob = await fixture.linkNoise(BOB, { fetchAgent: new HttpsAgent({ ca }) });
    await bob.socket.sendMessage(`${ALICE}@s.whatsapp.net`, {
      document: bytes,
      fileName: 'a.txt',
      mimetype: 'text/plain',
    });
    const [message] = await alice.wait<[Message]>('message', ({ from }) => from === `${BOB}@c.us`);
    expect(await message.downloadMedia()).toMatchObject({ data: bytes.toString('base64'), filename: 'a.txt' });

    const answer = await message.reply(sendable('text/plain', bytes, 'b.txt'));
    const find = () => bob.upserts.find(({ message: { key } }) => key.id === answer.id.id)?.message;
    if (!find()) await bob.wait('messages.upsert', () => find() !== undefined);
    const options = { options: { dispatcher: new Agent({ connect: { ca } }) } as object };
    expect(await downloadMediaMessage(find() as WAMessage, 'buffer', options)).toEqual(bytes);
  });

  it('is gone, or cannot be sent up', async () => {
    const { sim } = fixture;
    await sim.fault.add({
      direction: 'in',
      match: { tag: 'download' },
      action: { type: 'error', code: 404 },
      times: 1,
    });
    const image = { kind: 'image' as const, bytes: Uint8Array.from(PNG), mimeType: 'image/png' };
    const { id } = await sim.send({ from: CAROL, to: ALICE, content: image });
    const [message] = await alice.wait<[Message]>('message', (candidate) => candidate.id.id === id);
    expect(await message.downloadMedia()).toBeUndefined();
    expect((await message.downloadMedia()).data).toBe(PNG.toString('base64'));
    await sim.fault.add({ direction: 'in', match: { tag: 'upload' }, action: { type: 'error', code: 507 }, times: 1 });
    await expect(alice.client.sendMessage(`${CAROL}@c.us`, sendable('image/png', PNG))).rejects.toThrow('507');
  });

  it('can be a status', async () => {
    await alice.client.sendMessage('status@broadcast', sendable('image/png', PNG), { caption: 'my day' });
    const shown = await fixture.sim.recipient.view({ pn: CAROL, chat: 'status' });
    expect(shown.at(-1)?.content).toMatchObject({ kind: 'image', caption: 'my day' });
  });

  it('to be looked at once is not for browsers', async () => {
    const content = { kind: 'image' as const, bytes: Uint8Array.from(PNG), mimeType: 'image/png', viewOnce: true };
    const { id } = await fixture.sim.send({ from: CAROL, to: ALICE, content });
    await alice.wait<[Message]>('message_ciphertext', (candidate) => candidate.id.id === id);
  });
});
