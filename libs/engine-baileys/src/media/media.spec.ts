import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parseJid, parseMessageId, silentLogger, type MessageKey, type OutgoingMedia } from '@columba/core';
import { Simulator, type OperationInput } from '@columba/simulator';
import { SimulatedSession } from '../../testing/simulated.js';

const CAROL = '15550007777';
const carol = parseJid(CAROL);
/** Many chunks. */
const BYTES = new Uint8Array(randomBytes(600_000));
const STALL_MS = 1000;
/** Linking is a second of pure computing, and several on a busy machine. */
const TEST_LIMIT_MS = 30_000;

type Fault = OperationInput<'media.fault'>;

jest.setTimeout(TEST_LIMIT_MS);

const leftOf = ({ context }: SimulatedSession) => readdir(join(context.dataDirectory, 'sealed'));

const download = async (by: SimulatedSession, key: MessageKey): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await by.engine.media.download(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe('files with the simulated WhatsApp', () => {
  let sim: Simulator;
  let folder: string;
  let last = 15550004000;
  let ids = 0;
  const sessions: SimulatedSession[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'columba-media-'));
    sim = await Simulator.start({ seed: 'engine-media' });
    await sim.contact.add({ pn: CAROL, name: 'Carol' });
  });
  afterEach(async () => {
    for (const made of sessions.splice(0)) await made.engine.stop();
    await sim.media.heal();
  });
  afterAll(async () => {
    await sim.stop();
    await rm(folder, { recursive: true });
  });

  const session = () => {
    const { address: mediaHost, certificate: ca } = sim.mediaHost;
    const options = { mediaHost, agent: new Agent({ ca }), mediaStallMs: STALL_MS };
    const number = String((last += 1));
    const made = new SimulatedSession(sim, number, options, silentLogger, join(folder, number));
    sessions.push(made);
    return made.open();
  };
  const messageId = () => parseMessageId(`3EB0AAAABBBBCCCCEEE${String((ids += 1)).padStart(3, '0')}`);
  const file = async (bytes = BYTES): Promise<OutgoingMedia> => {
    const path = join(folder, `file-${(ids += 1)}`);
    await writeFile(path, bytes);
    return { file: path, mimeType: 'application/pdf', sizeBytes: bytes.length, fileName: 'paper.pdf' };
  };
  const send = async (from: SimulatedSession, id = messageId()) => {
    await from.engine.messages.send(carol, { kind: 'document', media: await file() }, { messageId: id });
    return id;
  };
  const received = async (by: SimulatedSession): Promise<MessageKey> => {
    const content = { kind: 'document', bytes: BYTES, mimeType: 'application/pdf', fileName: 'paper.pdf' } as const;
    const { id } = await sim.send({ from: CAROL, to: by.number, content });
    const { data } = await by.context.nextFact('message.received', (made) => made.data.message.key.id === id);
    return data.message.key;
  };
  const fault = (direction: Fault['direction'], action: Fault['action'], times?: number) =>
    sim.media.fault({ direction, action, ...(times === undefined ? {} : { times }) });

  it.each([
    [413, 'too_large'],
    [415, 'unsupported_media_type'],
    [400, 'media_failed'],
    [500, 'unavailable'],
  ])('an upload answered with %i fails as %s, and no message leaves', async (status, code) => {
    const ann = await session();
    await fault('upload', { type: 'refuse', status });
    await expect(send(ann)).rejects.toMatchObject({ code });
    const [truth] = await sim.oracle({ device: ann.number });
    expect(truth?.sends).toEqual([]);
    expect(await leftOf(ann)).toEqual([]);
  });

  it('an upload that is cut is begun again, and one that always is may go later', async () => {
    const ben = await session();
    await fault('upload', { type: 'cut', afterBytes: 1000 }, 1);
    const id = await send(ben);
    await ben.context.nextFact('message.sent');
    const had = await sim.media.bytes({ from: ben.number, to: CAROL, id });
    expect(Buffer.from(had, 'base64').equals(BYTES)).toBe(true);
    await fault('upload', { type: 'cut', afterBytes: 1000 });
    await expect(send(ben)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('an upload on which nothing moves is a timeout and not a failure; the same id goes later', async () => {
    const cleo = await session();
    const id = messageId();
    await fault('upload', { type: 'stall', afterBytes: 1000 }, 1);
    await expect(send(cleo, id)).rejects.toMatchObject({ code: 'timeout' });
    await send(cleo, id);
    const { data } = await cleo.context.nextFact('message.sent');
    expect(data.message).toMatchObject({ key: { id }, content: { kind: 'document' } });
  });

  it('an upload ends when the session does, and goes after the next start', async () => {
    const dora = await session();
    const id = messageId();
    await fault('upload', { type: 'stall', afterBytes: 1000 }, 1);
    const { lastEvent: since } = await sim.stats();
    const stalled = send(dora, id);
    const failed = expect(stalled).rejects.toMatchObject({ code: 'not_connected' });
    await sim.await({ event: 'media.fault', match: { direction: 'upload', action: 'stall' }, since });
    await dora.restart();
    await failed;
    await dora.open();
    await send(dora, id);
    await dora.context.nextFact('message.sent');
    expect(await leftOf(dora)).toEqual([]);
  });

  it('a repeated send does not upload again', async () => {
    const eve = await session();
    const id = await send(eve);
    await fault('upload', { type: 'refuse', status: 500 });
    await send(eve, id);
    await sim.await({ event: 'message.submitted', match: { key: { id }, frame: 2 } });
  });

  it.each([
    ['cut', { type: 'cut', afterBytes: 200_000 }],
    ['stalled', { type: 'stall', afterBytes: 200_000 }],
  ] as const)('a download that is %s goes on where it was', async (_, action) => {
    const finn = await session();
    const key = await received(finn);
    await fault('download', action, 1);
    expect((await download(finn, key)).equals(BYTES)).toBe(true);
  });

  it.each([
    ['damaged', { type: 'corrupt' }, 'media_failed'],
    ['always cut', { type: 'cut', afterBytes: 0 }, 'unavailable'],
    ['always stalled', { type: 'stall', afterBytes: 0 }, 'timeout'],
    ['refused', { type: 'refuse', status: 503 }, 'unavailable'],
    ['gone', { type: 'refuse', status: 410 }, 'media_expired'],
  ] as const)('a download that is %s says so', async (_, action, code) => {
    const gus = await session();
    const key = await received(gus);
    await fault('download', action);
    await expect(download(gus, key)).rejects.toMatchObject({ code });
  });

  it.each([
    ['for ever', { type: 'endless' }, 'media_failed'],
    ['by drips', { type: 'drip', bytes: 20, everyMs: 100 }, 'timeout'],
  ] as const)('a download that goes on %s is given up', async (_, action, code) => {
    const lou = await session();
    const key = await received(lou);
    await fault('download', action);
    await expect(download(lou, key)).rejects.toMatchObject({ code });
    await sim.media.heal();
    expect((await download(lou, key)).equals(BYTES)).toBe(true);
  });

  it('a download ends when the session does', async () => {
    const hana = await session();
    const key = await received(hana);
    await fault('download', { type: 'stall', afterBytes: 0 });
    const { lastEvent: since } = await sim.stats();
    const stalled = expect(download(hana, key)).rejects.toMatchObject({ code: 'not_connected' });
    await sim.await({ event: 'media.fault', match: { direction: 'download', action: 'stall' }, since });
    await hana.engine.stop();
    await stalled;
  });

  it('knows where files lie after a restart, and says when no phone has one any more', async () => {
    const ivo = await session();
    const key = await received(ivo);
    await (await ivo.restart()).open();
    expect((await download(ivo, key)).equals(BYTES)).toBe(true);
    const named = { from: CAROL, to: ivo.number, id: key.id };
    await sim.media.expire(named);
    await sim.media.lose(named);
    await ivo.engine.media.refetch(key);
    const { data } = await ivo.context.nextFact('media.changed');
    expect(data).toMatchObject({ messageId: key.id, chat: carol, media: { state: 'expired', fileName: 'paper.pdf' } });
  });

  it('sends a preview of a link as it was given, and fetches nothing for it', async () => {
    const kai = await session();
    const preview = { url: 'http://127.0.0.1:1/', title: 'A page', description: 'About', thumbnail: 'AAAA' };
    const content = { kind: 'text', text: 'See http://127.0.0.1:1/', preview } as const;
    await kai.engine.messages.send(carol, content, { messageId: messageId() });
    const { data } = await kai.context.nextFact('message.sent');
    const { thumbnail: _, ...told } = preview;
    expect(data.message.content).toEqual({ ...content, preview: told });
    await sim.await({ event: 'message.opened', match: { content: { text: content.text } } });
    const [shown] = await sim.recipient.view({ pn: CAROL, chat: kai.number });
    expect(shown?.content).toEqual(content);
  });

  it('sends a picture to be viewed once', async () => {
    const jo = await session();
    const media = { ...(await file()), mimeType: 'image/jpeg', width: 4, height: 3, thumbnail: 'AAAA' };
    const id = messageId();
    await jo.engine.messages.send(carol, { kind: 'image', media, viewOnce: true, caption: 'Once' }, { messageId: id });
    const { data } = await jo.context.nextFact('message.sent');
    expect(data.message.content).toMatchObject({ kind: 'image', viewOnce: true, media: { width: 4, height: 3 } });
    await sim.await({ event: 'message.opened', match: { key: { id } } });
    const [shown] = await sim.recipient.view({ pn: CAROL, chat: jo.number });
    expect(shown?.content).toMatchObject({ viewOnce: true, caption: 'Once', file: { width: 4, thumbnail: 'AAAA' } });
  });
});
