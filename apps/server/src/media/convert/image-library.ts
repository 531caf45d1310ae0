import sharp, { type Sharp } from 'sharp';
import { DomainError } from '@columba/core';

/** More is refused before anything is decoded. */
export const MAX_PIXELS = 40_000_000;
const SECONDS = 20;

// One place decides for the whole process: no cache that grows, and only the decoders of pictures that people send
// (no SVG, no PDF, nothing that reads other files).
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadNsgif',
    'VipsForeignLoadHeif',
    'VipsForeignLoadTiff',
  ],
});

export interface ImageFacts {
  /** As sharp names it: `jpeg`, `png`, `webp`, `gif`, `heif`, `tiff`. */
  format: string;
  /** As shown: a turned photo is already turned. */
  width: number;
  height: number;
  /** 1 for a still picture. */
  frames: number;
}

/**
 * Reads the header only.
 * @throws DomainError `too_large` over 40 megapixels, `media_failed` when it is no image that can be read
 */
export async function imageFacts(image: string | Buffer): Promise<ImageFacts> {
  const facts = await readImage(() => sharp(image, { limitInputPixels: false }).metadata());
  const { width, height, pages = 1, orientation = 1, format } = facts;
  if (width * height > MAX_PIXELS) throw tooManyPixels();
  const turned = orientation >= 5;
  return { format, width: turned ? height : width, height: turned ? width : height, frames: pages };
}

/** Opens a picture for decoding, upright. With `animated` all its frames count against the limit. */
export async function openImage(image: string | Buffer, { animated = false } = {}): Promise<Sharp> {
  const { width, height, frames } = await imageFacts(image);
  if (animated && width * height * frames > MAX_PIXELS) throw tooManyPixels();
  const opened = sharp(image, { animated, limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true });
  // Only stills are turned; frames of an animation have no orientation.
  return (animated ? opened : opened.autoOrient()).timeout({ seconds: SECONDS });
}

/** Runs what reads a picture; the library's own errors become `media_failed`. */
export async function readImage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('media_failed', 'The image is damaged or of a kind that cannot be read', { cause: error });
  }
}

const tooManyPixels = (): DomainError => new DomainError('too_large', 'The image has more than 40 megapixels');
