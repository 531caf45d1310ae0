import { toNumber, type MediaType } from '@whiskeysockets/baileys';
import { addressOf, download } from './download.js';
import type { MediaPart } from './media-part.js';
import { openSealed } from './seal.js';
import type { TransferParts } from './transfer.js';

/**
 * The plain bytes of a file at WhatsApp's media host; the last of them only when all were right.
 * @param host the only one, where it is set; only for a simulated WhatsApp
 * @throws DomainError, see {@link download} and {@link openSealed}
 */
export async function fetchFile(
  part: Omit<MediaPart, 'mimetype'>,
  type: MediaType,
  parts: TransferParts,
  host?: string,
): Promise<AsyncIterable<Uint8Array>> {
  const { mediaKey, fileSha256, fileLength } = part;
  const announced = fileLength ? toNumber(fileLength) : undefined;
  const sealed = await download(addressOf(part, host), parts, announced);
  return openSealed(sealed, { mediaKey: mediaKey ?? Uint8Array.of(), fileSha256: fileSha256 ?? null }, type);
}
