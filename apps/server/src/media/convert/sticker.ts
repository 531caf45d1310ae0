import { stat, writeFile } from 'node:fs/promises';
import { DomainError } from '@columba/core';
import { imageFacts, openImage, readImage, type ImageFacts } from './image-library.js';

const EDGE = 512;
/** WhatsApp's own limits. */
const MAX_STILL_BYTES = 100_000;
const MAX_ANIMATED_BYTES = 500_000;
const QUALITIES = [85, 60, 35, 15];
const MAX_FRAMES = 300;

export async function isSticker(file: string, { format, width, height, frames }: ImageFacts): Promise<boolean> {
  const { size } = await stat(file);
  return format === 'webp' && width === EDGE && height === EDGE && size <= limitOf(frames);
}

/**
 * Writes `input` to `output` as WebP of 512 × 512 with transparent borders; an animation stays one.
 * @throws DomainError `too_large` when no quality makes it small enough, `media_failed`
 */
export async function toSticker(input: string, output: string): Promise<{ animated: boolean }> {
  const { frames } = await imageFacts(input);
  if (frames > MAX_FRAMES) throw new DomainError('too_large', `The animation has more than ${MAX_FRAMES} frames`);
  const animated = frames > 1;
  for (const quality of QUALITIES) {
    const webp = await readImage(async () =>
      (await openImage(input, { animated }))
        .resize(EDGE, EDGE, { fit: 'contain', background: { r: 0, g: 0, b: 0, alpha: 0 } })
        .webp({ quality, effort: animated ? 2 : 4 })
        .toBuffer(),
    );
    if (webp.byteLength > limitOf(frames)) continue;
    await writeFile(output, webp, { mode: 0o600, flag: 'wx' });
    return { animated };
  }
  throw new DomainError(
    'too_large',
    `A sticker can have ${limitOf(frames) / 1000} kB; this one cannot be made so small`,
  );
}

const limitOf = (frames: number): number => (frames > 1 ? MAX_ANIMATED_BYTES : MAX_STILL_BYTES);
