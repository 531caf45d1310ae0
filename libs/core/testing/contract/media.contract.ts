import { expect } from '@jest/globals';
import type { Message, MessageKey } from '../../src/index.js';
import { JPEG, PDF } from './media-samples.js';
import { failsWith, type Stage } from './stage.js';
import type { ContractSuite, Facet } from './suite.js';

/** Larger than any one chunk, and different everywhere. */
const LARGE = Uint8Array.from({ length: 200_000 }, (_, n) => (n * 31 + (n >> 8)) & 255);

async function download(t: Stage, key: MessageKey): Promise<Uint8Array> {
  const chunks: number[] = [];
  for await (const chunk of await t.engine.media.download(key)) for (const byte of chunk) chunks.push(byte);
  return Uint8Array.from(chunks);
}

export function describeMedia(suite: ContractSuite): void {
  suite.facet('media', (facet) => {
    downloading(facet);
    expired(facet);
  });
}

function downloading(facet: Facet): void {
  facet.bothAddresses('media.download', 'gives the plain bytes', async (t, contact) => {
    const { key } = await t.receive(contact, { kind: 'image', ...JPEG });
    expect(await download(t, key)).toEqual(JPEG.bytes);
  });

  facet.behaviour('media.download', 'also of a large file, from a group', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup(contact);
    const file = { ...PDF, bytes: LARGE };
    const { key, content } = await t.receive(contact, { kind: 'document', ...file }, { chat: group });
    expect(content).toMatchObject({ media: { sizeBytes: LARGE.length } });
    expect(await download(t, key)).toEqual(LARGE);
  });

  facet.behaviour('media.download', 'of what was sent from here', async (t) => {
    const contact = await t.contact();
    const key = await t.send(contact.jid, { kind: 'image', media: await t.me.file(JPEG.bytes, JPEG.mimeType) });
    expect(await download(t, key)).toEqual(JPEG.bytes);
  });

  facet.behaviour('media.download', 'of a text is not found', async (t) => {
    const { key } = await t.receive(await t.contact());
    await failsWith('not_found', t.engine.media.download(key));
  });
}

async function expiredPicture(t: Stage): Promise<Message> {
  const contact = await t.contact();
  const message = await t.receive(contact, { kind: 'image', ...JPEG });
  await contact.expireMedia(t.owner.jid, message.key.id);
  return message;
}

function expired(facet: Facet): void {
  facet.behaviour('media.download', 'of what WhatsApp no longer has says so', async (t) => {
    const { key } = await expiredPicture(t);
    await failsWith('media_expired', download(t, key));
  });

  facet.behaviour('media.refetch', 'it is uploaded again, told, and there', async (t) => {
    const { key } = await expiredPicture(t);
    await t.engine.media.refetch(key);
    const { data } = await t.facts.next('media.changed', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ chat: key.chat, media: { mimeType: 'image/jpeg' } });
    expect(await download(t, key)).toEqual(JPEG.bytes);
  });
}
