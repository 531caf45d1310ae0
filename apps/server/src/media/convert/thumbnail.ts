import { openImage, readImage } from './image-library.js';

const EDGE = 100;
const MAX_BYTES = 10_000;
const QUALITIES = [60, 40, 20];

/** A JPEG of at most 100 × 100 pixels and 10 kB; transparency becomes white. */
export function thumbnailOf(image: string | Buffer): Promise<Buffer> {
  return readImage(async () => {
    const small = await (
      await openImage(image)
    )
      .resize(EDGE, EDGE, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .png()
      .toBuffer();
    let jpeg = small;
    for (const quality of QUALITIES) {
      jpeg = await (await openImage(small)).jpeg({ quality }).toBuffer();
      if (jpeg.byteLength <= MAX_BYTES) break;
    }
    return jpeg;
  });
}
