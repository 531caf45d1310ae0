import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { signSticker } from './sticker-pack.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'columba-sticker-'));
});
afterAll(() => rm(folder, { recursive: true }));

const square = (alpha: number) =>
  sharp({ create: { width: 512, height: 512, channels: 4, background: { r: 200, g: 20, b: 20, alpha } } });

describe('a sticker', () => {
  it.each([
    ['transparent', () => square(0.5).webp({ quality: 60 })],
    ['opaque', () => square(1).removeAlpha().webp({ quality: 60 })],
    ['lossless', () => square(0.5).webp({ lossless: true })],
  ])('that is %s says whose it is, and stays the same picture', async (name, picture) => {
    const file = join(folder, `${name}.webp`);
    await writeFile(file, await picture().toBuffer());
    const before = await sharp(file).raw().toBuffer();
    await signSticker(file, { name: 'Bee & Söhne', author: 'Ann', emojis: ['🐝'] });
    await signSticker(file, { name: 'Bees', author: 'Ann', emojis: ['🐝'] });
    const signed = await readFile(file);
    expect(signed.toString().match(/"sticker-pack-name":"[^"]*"/g)).toEqual(['"sticker-pack-name":"Bees"']);
    expect(signed.toString()).toContain('"sticker-pack-publisher":"Ann","emojis":["🐝"]}');
    const { exif, width, height } = await sharp(signed).metadata();
    expect({ width, height, exif: exif?.toString().endsWith('"]}') }).toEqual({ width: 512, height: 512, exif: true });
    expect((await sharp(signed).raw().toBuffer()).equals(before)).toBe(true);
  });

  it('must be a WebP', async () => {
    const file = join(folder, 'not.webp');
    await writeFile(file, 'no picture at all');
    await expect(signSticker(file, {})).rejects.toMatchObject({ code: 'media_failed' });
  });
});
