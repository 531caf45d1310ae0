import { Agent as HttpsAgent } from 'node:https';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { downloadMediaMessage, type AnyMessageContent, type WAMessage } from '@whiskeysockets/baileys';
import { Agent } from 'undici';
import type { OperationInput } from '../../control/operations.js';
import { simulatorFixture } from '../../../testing/fixture.js';
import type { RealClient } from '../../../testing/real-client.js';

const CAROL = '15550007777';
const carol = `${CAROL}@s.whatsapp.net`;
/** More than one block of any cipher, and different everywhere. */
const bytes = Buffer.from(Array.from({ length: 70_001 }, (_, n) => (n * 31 + (n >> 8)) & 255));
const thumbnail = Buffer.from('thumb').toString('base64');

const SENT: object[] = [
  { kind: 'image', caption: 'A picture', width: 4, height: 3, thumbnail },
  { kind: 'video', caption: 'A film', seconds: 7 },
  { kind: 'video', style: 'gif' },
  { kind: 'video', style: 'note' },
  { kind: 'audio', seconds: 3 },
  { kind: 'voice', seconds: 3, waveform: [0, 50, 100] },
  { kind: 'document', fileName: 'paper.pdf' },
  { kind: 'document', fileName: 'paper.pdf', caption: 'A paper' },
  { kind: 'sticker', animated: true },
];

const file = { mimetype: 'application/x-sample', jpegThumbnail: thumbnail };
const SAID: [AnyMessageContent, object][] = [
  [
    { image: bytes, caption: 'A picture', ...file },
    { kind: 'image', caption: 'A picture' },
  ],
  [
    { image: bytes, viewOnce: true, ...file },
    { kind: 'image', viewOnce: true },
  ],
  [
    { video: bytes, gifPlayback: true, ...file },
    { kind: 'video', style: 'gif' },
  ],
  [
    { video: bytes, ptv: true, ...file },
    { kind: 'video', style: 'note' },
  ],
  [{ audio: bytes, seconds: 3, ...file }, { kind: 'audio' }],
  [{ audio: bytes, seconds: 3, ptt: true, ...file }, { kind: 'voice' }],
  [
    { document: bytes, fileName: 'a.pdf', caption: 'A paper', ...file },
    { kind: 'document', caption: 'A paper' },
  ],
  [
    { sticker: bytes, isAnimated: true, ...file },
    { kind: 'sticker', animated: true },
  ],
];

type Sent = OperationInput<'send'>['content'];

const upsert = async (client: RealClient, id: string): Promise<WAMessage> => {
  const find = () => client.upserts.find(({ message }) => message.key.id === id)?.message;
  if (!find()) await client.wait('messages.upsert', () => find() !== undefined);
  return find() as WAMessage;
};

describe('media between phones and unmodified clients', () => {
  const fixture = simulatorFixture({ seed: 'media-kinds' });
  let last = 15550003500;
  beforeAll(async () => {
    await fixture.sim.contact.add({ pn: CAROL, name: 'Carol', receipts: { delayMs: null } });
  });

  const ca = () => fixture.sim.mediaHost.certificate;
  const link = () => fixture.link(String((last += 1)), { fetchAgent: new HttpsAgent({ ca: ca() }) });
  const download = (message: WAMessage) =>
    downloadMediaMessage(
      message,
      'buffer',
      // The client hands its options to `fetch` as they are.
      { options: { dispatcher: new Agent({ connect: { ca: ca() } }) } as object },
    );
  const seen = async (client: RealClient, id: string) => {
    await fixture.sim.await({ event: 'message.shown', match: { account: CAROL, key: { id } } });
    const view = await fixture.sim.recipient.view({ pn: CAROL, chat: client.number });
    return view.find(({ key }) => key.id === id)?.content;
  };

  it('reach a client as they are, whatever their kind', async () => {
    const ann = await link();
    for (const content of SENT) {
      const sent = { ...content, mimeType: 'application/x-sample', bytes } as unknown as Sent;
      const { id } = await fixture.sim.send({ from: CAROL, to: ann.number, content: sent });
      expect(await download(await upsert(ann, id))).toEqual(bytes);
    }
  });

  it('reach a phone as they are, whatever their kind', async () => {
    const ben = await link();
    for (const [content, expected] of SAID) {
      const id = (await ben.socket.sendMessage(carol, content))?.key.id ?? '';
      const shown = await seen(ben, id);
      expect(shown).toMatchObject({ ...expected, file: { size: bytes.length } });
      const had = await fixture.sim.media.bytes({ from: ben.number, to: CAROL, id });
      expect(Buffer.from(had, 'base64')).toEqual(bytes);
    }
  });

  it('to be viewed once stay on phones', async () => {
    const cleo = await link();
    const content = { kind: 'image', mimeType: 'image/jpeg', bytes, viewOnce: true } as const;
    const { id } = await fixture.sim.send({ from: CAROL, to: cleo.number, content });
    expect((await upsert(cleo, id)).message).toBeUndefined();
  });

  it('that were damaged on their way are not taken for the file', async () => {
    const dora = await link();
    const sent = await dora.socket
      .sendMessage('15550007778@s.whatsapp.net', { image: bytes, ...file })
      .catch(() => undefined);
    expect(sent).toBeDefined();
    const image = { ...sent?.message?.imageMessage, mediaKey: Buffer.alloc(32, 7) };
    const id = await dora.socket.relayMessage(carol, { imageMessage: image }, {});
    expect(await seen(dora, id)).toMatchObject({ kind: 'image', file: { problem: 'damaged' } });
    await expect(fixture.sim.media.bytes({ from: dora.number, to: CAROL, id })).rejects.toThrow(/nobody has/);
  });

  it('that have expired are uploaded again on request, unless the phones forgot them', async () => {
    const eve = await link();
    const { sim } = fixture;
    const content = { kind: 'image', mimeType: 'image/jpeg', bytes } as const;
    const { id } = await sim.send({ from: CAROL, to: eve.number, content });
    const message = await upsert(eve, id);
    const named = { from: CAROL, to: eve.number, id };
    await sim.media.expire(named);
    await expect(download(message)).rejects.toMatchObject({ output: { statusCode: 410 } });
    await eve.socket.refreshMediaConn(true);
    const renewed = await eve.socket.updateMediaMessage(message);
    expect(await download(renewed)).toEqual(bytes);
    await sim.media.lose(named);
    await expect(eve.socket.updateMediaMessage(message)).rejects.toThrow();
  });
});
