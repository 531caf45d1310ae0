import { toBase64 } from './base64.js';
import { MediaDataModel, type OpaqueData } from './models/media-data.js';

export interface PrepOptions {
  asSticker?: boolean;
  asGif?: boolean;
  isPtt?: boolean;
  asDocument?: boolean;
}

function typeOf(mimetype: string, { asSticker, isPtt, asDocument }: PrepOptions): string {
  if (asSticker) return 'sticker';
  if (asDocument) return 'document';
  const [main] = mimetype.split('/');
  if (main === 'audio') return isPtt ? 'ptt' : 'audio';
  return main === 'image' || main === 'video' ? main : 'document';
}

const RATE = 48_000;

/** Size of a picture, length of a sound; nothing for what this browser cannot read. */
async function measure(blob: Blob, type: string): Promise<object> {
  try {
    if (type === 'image' || type === 'sticker') {
      const { width, height } = await createImageBitmap(blob);
      return { width, height };
    }
    if (type !== 'audio' && type !== 'ptt') return {};
    const { duration } = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await blob.arrayBuffer());
    return { duration: String(Math.round(duration)) };
  } catch {
    return {};
  }
}

/** Looks at a file that is to be sent. */
export function prepRawMedia(data: OpaqueData, options: PrepOptions): { waitForPrep(): Promise<MediaDataModel> } {
  return {
    async waitForPrep() {
      const { blob } = data;
      const bytes = await blob.arrayBuffer();
      const type = typeOf(data.type, options);
      const name = blob instanceof File && blob.name !== 'undefined' ? blob.name : undefined;
      return new MediaDataModel({
        mediaBlob: data,
        type,
        mimetype: data.type,
        size: bytes.byteLength,
        filehash: toBase64(await crypto.subtle.digest('SHA-256', bytes)),
        isGif: options.asGif ?? false,
        mediaStage: 'RESOLVED',
        ...(name === undefined ? {} : { filename: name }),
        ...(await measure(blob, type)),
      } as object);
    },
  };
}
