import { writeFile } from 'node:fs/promises';
import { openImage, readImage } from './image-library.js';

/** JPEG and PNG go out as they are. */
export const isSendableImage = (format: string): boolean => format === 'jpeg' || format === 'png';

/** Writes `input`'s first frame to `output` as a JPEG; transparency becomes white. */
export async function toJpeg(input: string, output: string): Promise<void> {
  const jpeg = await readImage(async () =>
    (await openImage(input)).flatten({ background: '#ffffff' }).jpeg({ quality: 88 }).toBuffer(),
  );
  await writeFile(output, jpeg, { mode: 0o600, flag: 'wx' });
}
