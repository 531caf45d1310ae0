import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** What a phone's camera would read from this picture. */
export function readQr(png: Buffer): string {
  const { data, width, height } = PNG.sync.read(png);
  const found = (jsQR as unknown as typeof jsQR.default)(new Uint8ClampedArray(data), width, height);
  if (!found) throw new Error('there is no readable QR in the picture');
  return found.data;
}
