import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSessionName, silentLogger, systemClock, type OutgoingMedia } from '@columba/core';
import sharp from 'sharp';
import {
  concatScript,
  ffmpegSample,
  HTML,
  playlist,
  pngHeader,
  SVG,
  testPicture,
  wav,
  zipBomb,
} from '../../../../../test/support/media-samples.js';
import { EgressGuard } from '../../egress/egress-guard.js';
import { Ffmpeg } from '../convert/ffmpeg.js';
import { probe } from '../convert/probe.js';
import { MediaFolders } from '../disk/media-folders.js';
import { Shelf } from '../disk/shelf.js';
import { UploadStore } from '../uploads/upload-store.js';
import { Converters } from './converters.js';
import type { MediaSource } from './media-source.js';
import { OutgoingMediaService, type MediaDraft } from './outgoing-media.service.js';
import { SourceReader } from './source-reader.js';

const home = parseSessionName('home');
const DAY = 86_400_000;
let folder: string;
let outgoing: string;
let samples: string;
let ffmpeg: Ffmpeg;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-'));
  samples = await mkdtemp(join(tmpdir(), 'samples-'));
  outgoing = join(folder, 'sessions/home/media/outgoing');
});
afterEach(async () => {
  for (const name of [folder, samples]) await rm(name, { recursive: true, force: true });
});

function service({ maxBytes = 64_000_000, ffmpegPath }: { maxBytes?: number; ffmpegPath?: string } = {}) {
  const folders = new MediaFolders(folder, systemClock);
  const limits = { maxBytes, keepMs: 7 * DAY };
  const uploads = new UploadStore(new Shelf(folders, 'uploads', silentLogger), systemClock, limits);
  const settings = { timeoutMs: 25_000, memoryBytes: 2 * 1024 ** 3, maxOutputBytes: maxBytes, concurrency: 2 };
  ffmpeg = new Ffmpeg({ ...settings, ffmpegPath }, systemClock);
  const reader = new SourceReader(folders, new EgressGuard(), uploads, limits);
  return new OutgoingMediaService(reader, new Converters(ffmpeg), folders, limits);
}

const base64 = (bytes: Buffer): MediaSource => ({ kind: 'base64', data: bytes.toString('base64') });
const inFile = async (name: string, args: readonly string[], format: string): Promise<Buffer> =>
  readFile(ffmpegSample(args, format, join(samples, name)));
const left = () => readdir(outgoing);
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } });

async function mediaOf(draft: MediaDraft, using = service()): Promise<OutgoingMedia> {
  const { media } = await using.prepare(home, draft);
  expect((await stat(media.file)).size).toBe(media.sizeBytes);
  expect((await stat(media.file)).mode & 0o777).toBe(0o600);
  expect(await left()).toHaveLength(1);
  return media;
}

describe('an image', () => {
  it('goes out untouched when it is a JPEG, with its facts', async () => {
    const jpeg = await picture(640, 480).jpeg().toBuffer();
    const media = await mediaOf({ kind: 'image', media: { ...base64(jpeg), fileName: '../a/b.jpg' } });
    expect(await readFile(media.file)).toEqual(jpeg);
    expect(media).toMatchObject({ mimeType: 'image/jpeg', width: 640, height: 480, fileName: 'b.jpg' });
    const thumbnail = Buffer.from(media.thumbnail ?? '', 'base64');
    expect(thumbnail.byteLength).toBeLessThanOrEqual(10_000);
    expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 100, height: 75 });
  });
  it('says how a turned photo is seen', async () => {
    const jpeg = await picture(40, 20).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const media = await mediaOf({ kind: 'image', media: base64(jpeg) });
    expect(media).toMatchObject({ width: 20, height: 40 });
    const { width, height } = await sharp(Buffer.from(media.thumbnail ?? '', 'base64')).metadata();
    expect([width, height]).toEqual([20, 40]);
  });
  it('keeps its thumbnail small even when it is all noise', async () => {
    const noise = await sharp({
      create: {
        width: 900,
        height: 900,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 90 },
      },
    })
      .png()
      .toBuffer();
    const { thumbnail } = await mediaOf({ kind: 'image', media: base64(noise) });
    expect(Buffer.from(thumbnail ?? '', 'base64').byteLength).toBeLessThanOrEqual(10_000);
  });
  it.each(['webp', 'avif', 'gif', 'tiff'] as const)('becomes a JPEG when it is %s', async (format) => {
    const bytes = await picture(60, 40).toFormat(format).toBuffer();
    const media = await mediaOf({ kind: 'image', media: { ...base64(bytes), fileName: `holiday.${format}` } });
    expect(media).toMatchObject({ mimeType: 'image/jpeg', fileName: 'holiday.jpg', width: 60, height: 40 });
    expect((await sharp(media.file).metadata()).format).toBe('jpeg');
  });
  it('comes from a data: address too', async () => {
    const png = await picture(8, 8).png().toBuffer();
    const url = `data:image/png;base64,${png.toString('base64')}`;
    expect(await mediaOf({ kind: 'image', media: { kind: 'url', url } })).toMatchObject({ mimeType: 'image/png' });
  });

  it.each([
    ['30000 × 30000 in its header', () => pngHeader(30_000, 30_000), 'too_large'],
    ['a header alone', () => pngHeader(10, 10), 'media_failed'],
    ['a web page', () => HTML, 'media_failed'],
    ['a ZIP', () => zipBomb(), 'media_failed'],
    ['an SVG that reads files', () => SVG, 'media_failed'],
    ['a playlist', () => playlist('/etc/passwd'), 'media_failed'],
    ['noise', () => Buffer.from('no image at all, just text'), 'media_failed'],
    ['a sound', () => wav(0.1), 'media_failed'],
  ])('is refused when it is %s, and leaves no file', async (_what, bytes, code) => {
    const draft: MediaDraft = {
      kind: 'image',
      media: { ...base64(bytes()), mimeType: 'image/png', fileName: 'a.png' },
    };
    await expect(service().prepare(home, draft)).rejects.toMatchObject({ code });
    expect(await left()).toEqual([]);
  });
  it('is refused when it breaks off', async () => {
    const jpeg = await picture(300, 300).jpeg().toBuffer();
    const cut = base64(jpeg.subarray(0, jpeg.byteLength / 2));
    await expect(service().prepare(home, { kind: 'image', media: cut })).rejects.toMatchObject({
      code: 'media_failed',
    });
    expect(await left()).toEqual([]);
  });
  it('costs no memory when it is a bomb', async () => {
    const bomb = base64(pngHeader(30_000, 30_000));
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 20; i++)
      await service()
        .prepare(home, { kind: 'image', media: bomb })
        .catch(() => {});
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
  });
});

describe('a voice message', () => {
  it('becomes ogg/opus, mono, 48 kHz, with its length and loudness', async () => {
    const loudAtTheEnd = wav(4, (t) => (t < 2 ? 0.05 : 0.9));
    const content = await service().prepare(home, { kind: 'voice', media: base64(loudAtTheEnd) });
    if (content.kind !== 'voice') throw new Error('not a voice');
    expect(content.media.mimeType).toBe('audio/ogg; codecs=opus');
    expect(await probe(ffmpeg, content.media.file)).toMatchObject({
      container: 'ogg',
      audio: { codec: 'opus', channels: 1 },
    });
    expect((await readFile(content.media.file)).readUInt32LE(40)).toBe(48_000); // OpusHead's own input rate
    expect(content.durationSeconds).toBeCloseTo(4, 1);
    const wave = content.waveform ?? [];
    expect(wave).toHaveLength(64);
    expect(Math.max(...wave)).toBe(100);
    expect(Math.max(...wave.slice(0, 30))).toBeLessThan(15);
    expect(Math.min(...wave.slice(34, 62))).toBeGreaterThan(70);
    expect(await left()).toHaveLength(1);
  });
  it('stays untouched when it is one already', async () => {
    const opus = await inFile('a.ogg', ['-f', 'lavfi', '-i', 'sine=duration=1', '-ac', '1', '-c:a', 'libopus'], 'ogg');
    const media = await mediaOf({ kind: 'voice', media: base64(opus) });
    expect(await readFile(media.file)).toEqual(opus);
  });
  it('takes the sound of a video', async () => {
    const video = await inFile('a.mp4', [...testPicture('64x64', 1), '-f', 'lavfi', '-i', 'sine=duration=1'], 'mp4');
    expect(await mediaOf({ kind: 'voice', media: base64(video) })).toMatchObject({ mimeType: /opus/ as unknown });
  });
  it('is flat when it is silent', async () => {
    const content = await service().prepare(home, { kind: 'voice', media: base64(wav(1, () => 0)) });
    expect(content.kind === 'voice' && content.waveform).toEqual(Array(64).fill(0));
  });

  it.each([
    ['a playlist posing as audio', (file: string) => playlist(file)],
    ['a list of files to join', (file: string) => concatScript(file)],
    ['a web page', () => HTML],
    ['a ZIP', () => zipBomb()],
    ['a broken file with the right beginning', () => Buffer.concat([Buffer.from('OggS'), Buffer.alloc(2_000, 7)])],
    ['a WAV without samples', () => wav(0)],
  ])('is refused when it is %s', async (_what, bytes) => {
    const secret = join(samples, 'secret.wav');
    await writeFile(secret, wav(1));
    const media: MediaSource = { ...base64(bytes(secret)), mimeType: 'audio/mpeg', fileName: 'a.mp3' };
    await expect(service().prepare(home, { kind: 'voice', media })).rejects.toMatchObject({ code: 'media_failed' });
    expect(await left()).toEqual([]);
  });
  it('is refused with a plain sentence where there is no ffmpeg', async () => {
    const draft: MediaDraft = { kind: 'voice', media: base64(wav(0.1)) };
    await expect(service({ ffmpegPath: join(samples, 'ffmpeg') }).prepare(home, draft)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('not installed') as unknown,
    });
    expect(await left()).toEqual([]);
  });
});

describe('an audio file', () => {
  it('goes out untouched when phones play it', async () => {
    const mp3 = await inFile('a.mp3', ['-f', 'lavfi', '-i', 'sine=duration=1'], 'mp3');
    const media = await mediaOf({ kind: 'audio', media: base64(mp3) });
    expect(media.mimeType).toBe('audio/mpeg');
    expect(media.durationSeconds).toBeCloseTo(1, 0);
    expect(await readFile(media.file)).toEqual(mp3);
  });
  it('becomes AAC otherwise', async () => {
    const media = await mediaOf({ kind: 'audio', media: { ...base64(wav(1)), fileName: 'ring.wav' } });
    expect(media).toMatchObject({ mimeType: 'audio/mp4', fileName: 'ring.m4a' });
    expect(await probe(ffmpeg, media.file)).toMatchObject({ audio: { codec: 'aac' } });
  });
});

describe('a video', () => {
  it('goes out untouched when it is H.264 in MP4', async () => {
    const args = [...testPicture('320x180', 2), '-c:v', 'libx264', '-pix_fmt', 'yuv420p'];
    const mp4 = await inFile('a.mp4', args, 'mp4');
    const media = await mediaOf({ kind: 'video', style: 'normal', media: base64(mp4) });
    expect(await readFile(media.file)).toEqual(mp4);
    expect(media).toMatchObject({ mimeType: 'video/mp4', width: 320, height: 180, durationSeconds: 2 });
    const { width } = await sharp(Buffer.from(media.thumbnail ?? '', 'base64')).metadata();
    expect(width).toBe(100);
  });
  it('is converted when it is WebM of odd size', async () => {
    const webm = await inFile('a.webm', [...testPicture('101x75', 1), '-c:v', 'libvpx'], 'webm');
    const media = await mediaOf({ kind: 'video', style: 'normal', media: base64(webm) });
    const { video } = await probe(ffmpeg, media.file);
    expect(media.mimeType).toBe('video/mp4');
    expect(video).toMatchObject({ codec: 'h264', pixelFormat: 'yuv420p', width: 100 });
  });
  it('is made from a GIF', async () => {
    const gif = await inFile('a.gif', testPicture('64x48', 1), 'gif');
    const media = await mediaOf({ kind: 'video', style: 'gif', media: base64(gif) });
    expect(media).toMatchObject({ mimeType: 'video/mp4', width: 64, height: 48 });
    expect(media.durationSeconds).toBeCloseTo(1, 0);
  });
  it('becomes square when it is a round one', async () => {
    const mp4 = await inFile('a.mp4', [...testPicture('160x90', 1), '-pix_fmt', 'yuv420p'], 'mp4');
    expect(await mediaOf({ kind: 'video', style: 'note', media: base64(mp4) })).toMatchObject({
      width: 90,
      height: 90,
    });
  });
  it('is refused when its result would be over the cap', async () => {
    const args = ['-f', 'lavfi', '-i', 'nullsrc=s=640x360:d=4:r=25,geq=random(1)*255:128:128'];
    const webm = await inFile('a.webm', [...args, '-c:v', 'libvpx', '-b:v', '100k', '-crf', '63'], 'webm');
    const using = service({ maxBytes: webm.byteLength + 1_000 });
    await expect(using.prepare(home, { kind: 'video', style: 'normal', media: base64(webm) })).rejects.toMatchObject({
      code: 'too_large',
    });
    expect(await left()).toEqual([]);
  });
  it('is refused when it is only sound', async () => {
    const m4a = await inFile('a.mp4', ['-f', 'lavfi', '-i', 'sine=duration=1'], 'mp4');
    await expect(service().prepare(home, { kind: 'video', style: 'normal', media: base64(m4a) })).rejects.toMatchObject(
      { code: 'media_failed' },
    );
  });
});

describe('a sticker', () => {
  it('becomes WebP of 512 × 512 with clear borders', async () => {
    const png = await sharp({ create: { width: 200, height: 50, channels: 3, background: '#0a0' } })
      .png()
      .toBuffer();
    const content = await service().prepare(home, { kind: 'sticker', media: base64(png) });
    expect(content).toMatchObject({ kind: 'sticker', animated: false, media: { mimeType: 'image/webp' } });
    const { data, info } = await sharp(content.media.file).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 512, height: 512, channels: 4 });
    const alphaAt = (x: number, y: number) => data[(y * 512 + x) * 4 + 3];
    expect([alphaAt(256, 5), alphaAt(256, 256), alphaAt(256, 507)]).toEqual([0, 255, 0]);
  });
  it('stays animated', async () => {
    const gif = await inFile('a.gif', testPicture('64x48', 1), 'gif');
    const content = await service().prepare(home, { kind: 'sticker', media: base64(gif) });
    expect(content).toMatchObject({ animated: true });
    expect(await sharp(content.media.file).metadata()).toMatchObject({ format: 'webp', pages: 10, width: 512 });
    expect(content.media.sizeBytes).toBeLessThanOrEqual(500_000);
  });
  it('stays untouched when it fits', async () => {
    const webp = await picture(512, 512).webp().toBuffer();
    const media = await mediaOf({ kind: 'sticker', media: base64(webp) });
    expect(await readFile(media.file)).toEqual(webp);
  });
  it('is refused when its frames together are a bomb', async () => {
    const source = await inFile('a.gif', [...testPicture('1500x1500', 2), '-vf', 'fps=10'], 'gif'); // 45 megapixels
    await expect(service().prepare(home, { kind: 'sticker', media: base64(source) })).rejects.toMatchObject({
      code: 'too_large',
    });
    expect(await left()).toEqual([]);
  });
});

describe('a document', () => {
  it('is sent as it is, under a cleaned name', async () => {
    const media = await mediaOf({
      kind: 'document',
      media: { ...base64(Buffer.from('%PDF-1.7\n')), fileName: 'C:\\a\\bill.pdf' },
    });
    expect(media).toMatchObject({ mimeType: 'application/pdf', fileName: 'bill.pdf' });
  });
  it('is not unpacked to learn its type', async () => {
    const media = await mediaOf({ kind: 'document', media: { ...base64(zipBomb()), fileName: 'a.docx' } });
    expect(media.mimeType).toMatch(/^application\/(zip|vnd\.openxml.*)$/);
  });
  it('is refused when a web page came for a PDF', async () => {
    const source: MediaSource = { ...base64(HTML), fileName: 'bill.pdf' };
    await expect(service().prepare(home, { kind: 'document', media: source })).rejects.toMatchObject({
      code: 'media_failed',
    });
  });
});

describe('limits and ends', () => {
  it.each([
    ['not base64', 'a*b='],
    ['a bad length', 'abcde'],
    ['bad padding', 'abc=='],
    ['nothing', ' '],
    ['mixed alphabets', 'ab+_'],
    ['a data: address without base64', 'data:text/plain,hello'],
  ])('refuses %s', async (_what, data) => {
    await expect(service().prepare(home, { kind: 'document', media: { kind: 'base64', data } })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(await left()).toEqual([]);
  });
  it('takes both alphabets, with or without padding, over several lines', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const lines = bytes.toString('base64').replace(/(.{40})/g, '$1\r\n');
    for (const data of [lines, bytes.toString('base64url')]) {
      const { media } = await service().prepare(home, { kind: 'document', media: { kind: 'base64', data } });
      expect(await readFile(media.file)).toEqual(bytes);
    }
  });
  it('refuses base64 over the cap', async () => {
    const draft: MediaDraft = { kind: 'document', media: base64(Buffer.alloc(2_001)) };
    await expect(service({ maxBytes: 2_000 }).prepare(home, draft)).rejects.toMatchObject({ code: 'too_large' });
  });
  it('stops a conversion that is cancelled, and leaves no file', async () => {
    const stop = new AbortController();
    const long = await inFile('a.webm', [...testPicture('640x360', 20), '-c:v', 'libvpx'], 'webm');
    const started = conversionStarted(AbortSignal.timeout(60_000));
    const running = service().prepare(home, { kind: 'video', style: 'normal', media: base64(long) }, stop.signal);
    await Promise.race([started, running]);
    stop.abort(new Error('the send was cancelled'));
    await expect(running).rejects.toThrow('the send was cancelled');
    expect(await left()).toEqual([]);
  });
  it('sweeps what sends left behind long ago', async () => {
    const using = service();
    const { media } = await using.prepare(home, { kind: 'document', media: base64(Buffer.from('x')) });
    await using.sweep(home);
    expect(await left()).toHaveLength(1);
    const old = new Date(Date.now() - 8 * DAY);
    await utimes(media.file, old, old);
    await using.sweep(home, [media]);
    expect(await left()).toHaveLength(1);
    await using.sweep(home);
    expect(await left()).toEqual([]);
  });
});

/** Resolves when ffmpeg has been given its output file. */
async function conversionStarted(signal: AbortSignal): Promise<void> {
  await mkdir(outgoing, { recursive: true });
  for await (const { filename } of watch(outgoing, { signal })) if (filename?.endsWith('.mp4')) return;
}
