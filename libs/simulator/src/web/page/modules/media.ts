import { fromBase64, toBase64 } from '../base64.js';
import { prepRawMedia } from '../media-prep.js';
import { MessageModel } from '../models/message.js';
import { OpaqueData } from '../models/media-data.js';
import type { ModuleMaker, Page } from '../page.js';

/** The page's cache entry of one file. */
class MediaObject {
  readonly contentInfo = {};
  blob: Blob | undefined;
  type = '';
  size = 0;

  constructor(readonly filehash: string) {}

  consolidate({ type, size }: { type: string; size: number }): void {
    this.type = type;
    this.size = size;
  }
}

interface Sealed {
  directPath: string;
  mediaKey: string;
  encFilehash: string;
  mediaKeyTimestamp: number;
}

const HOST = 'https://mmg.whatsapp.net';

async function upload(page: Page, blob: Blob): Promise<Sealed & { url: string }> {
  const sealed = await page.ask<Sealed>('upload', { data: toBase64(await blob.arrayBuffer()) });
  return { ...sealed, url: HOST + sealed.directPath };
}

async function uploadObject(page: Page, { mediaObject }: { mediaObject: MediaObject }) {
  const { url, ...sealed } = await upload(page, mediaObject.blob ?? new Blob());
  return {
    mediaEntry: { ...sealed, mmsUrl: url, deprecatedMms3Url: url, uploadHash: sealed.encFilehash, handle: null },
  };
}

/** Nobody waits for a transfer that was called off. */
const untilAborted = <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> =>
  new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });

/** The own phone is asked to upload it again, where it has expired. */
async function fetchAgain(page: Page, message: MessageModel): Promise<void> {
  const { mediaData, directPath, id } = message;
  mediaData?.set('mediaStage', 'REUPLOADING');
  try {
    const path = await page.ask<string>('uploadAgain', { key: id.toFact(), path: directPath ?? '' });
    message.set('directPath', path);
    mediaData?.set('mediaStage', 'RESOLVED');
  } catch {
    mediaData?.set('mediaStage', 'ERROR_MISSING');
  }
}

/** Files: looking at them, sending them up, getting them. */
export const mediaModules: ModuleMaker = (page) => {
  MessageModel.fetchAgain = (message) => fetchAgain(page, message);
  const objects = new Map<string, MediaObject>();
  const objectOf = (filehash: string): MediaObject => {
    const known = objects.get(filehash) ?? new MediaObject(filehash);
    objects.set(filehash, known);
    return known;
  };
  return {
    WAWebMediaOpaqueData: OpaqueData,
    WAWebPrepRawMedia: { prepRawMedia },
    WAWebMediaStorage: { getOrCreateMediaObject: objectOf },
    WAWebMmsMediaTypes: {
      msgToMediaType: ({ type }: { type: string }) => type,
      castToV4: (type: string) => type,
    },
    WAWebMediaDataUtils: { shouldUseMediaCache: () => true },
    WAWebMediaInMemoryBlobCache: {
      InMemoryMediaBlobCache: {
        put: (filehash: string, blob: Blob) => {
          objectOf(filehash).blob = blob;
        },
      },
    },
    WAWebMediaMmsV4Upload: { uploadMedia: (what: { mediaObject: MediaObject }) => uploadObject(page, what) },
    WAWebUploadManager: {
      encryptAndUpload: async ({ blob, signal }: { blob: Blob; signal?: AbortSignal }) => ({
        ...(await untilAborted(upload(page, blob), signal)),
        mimetype: blob.type,
      }),
    },
    WAWebStartMediaUploadQpl: { startMediaUploadQpl: () => ({}) },
    // What this page is given is a sticker already.
    WAWebImageUtils: { toWebpSticker: (file: File) => Promise.resolve(file) },
    WAWebDownloadManager: {
      downloadManager: {
        downloadAndMaybeDecrypt: async ({ directPath, signal }: { directPath: string; signal?: AbortSignal }) =>
          fromBase64(await untilAborted(page.ask<string>('download', { path: directPath }), signal)),
      },
    },
  };
};
