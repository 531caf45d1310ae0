import type { KeyQuery, MessageModel, PageMessage, PageScope } from '../page-scope.js';

/** What a file's keys are derived for. */
export type PageMediaType = 'image' | 'video' | 'gif' | 'ptv' | 'audio' | 'ptt' | 'document' | 'sticker';

/** Where a file lies, as a message says it. */
export interface UploadedFields {
  directPath: string;
  mediaKey: string;
  mediaKeyTimestamp: number;
  filehash: string;
  encFilehash: string;
  uploadhash: string;
  clientUrl: string;
  deprecatedMms3Url: string;
}

interface OfFile {
  file: string;
}

export interface MediaOperations {
  /** Begins a file that comes in parts. @returns its name */
  'media.begin': (input: null) => string;
  'media.push': (input: OfFile & { base64: string }) => null;
  'media.upload': (input: OfFile & { type: PageMediaType; mimeType: string }) => UploadedFields;
  /** Fetches the file of a message within so many milliseconds, to be read in parts. */
  'media.open': (input: { target: KeyQuery; most: number; ms: number }) => { file: string; bytes: number };
  'media.read': (input: OfFile & { from: number; bytes: number }) => string;
  'media.close': (input: OfFile) => null;
  /** Has the own phone upload it again; an entry `media` tells what came of it. */
  'media.refetch': (input: { target: KeyQuery }) => null;
}

export interface MediaEntries {
  media: { message: PageMessage; there: boolean };
}

type FileModel = MessageModel & {
  directPath?: string;
  encFilehash?: string;
  filehash?: string;
  mediaKey?: string;
  mediaKeyTimestamp?: number;
  size?: number;
  mediaData?: { mediaStage?: string; set?(name: string, value: unknown): unknown };
  downloadMedia(how: object): Promise<unknown>;
};

interface Uploaded {
  url?: string;
  directPath: string;
  mediaKey?: string;
  mediaKeyTimestamp?: number;
  encFilehash: string;
  filehash?: string;
}

/** Files, both ways. Runs in the page. */
export function installMedia(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module, refuse, bytes } = kit;
  const GONE = [403, 404, 410];
  const KEY_BYTES = 32;
  /** How WhatsApp refuses a file for good. */
  const REFUSALS: Record<number, string> = { 413: 'too_large', 415: 'unsupported_media_type' };
  const files = new Map<string, Uint8Array<ArrayBuffer>[]>();
  let made = 0;

  const keep = (parts: Uint8Array<ArrayBuffer>[]): string => {
    made += 1;
    const name = `f${made}`;
    files.set(name, parts);
    return name;
  };

  const partsOf = (file: string): Uint8Array<ArrayBuffer>[] => {
    const parts = files.get(file);
    if (!parts) throw refuse('media_failed', 'The page was loaded anew while a file was on its way');
    return parts;
  };

  const statusOf = (error: unknown): number => {
    const { status, statusCode } = error as { status?: number; statusCode?: number };
    return status ?? statusCode ?? 0;
  };

  const hashOf = async (plain: ArrayBuffer): Promise<string> =>
    bytes.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', plain)));

  /** The library lets the page look at the file first, which makes another one of it; this way it stays as it is. */
  const upload = async ({ file, type, mimeType }: OfFile & { type: PageMediaType; mimeType: string }) => {
    const blob = new Blob(partsOf(file), { type: mimeType });
    files.delete(file);
    const { encryptAndUpload } = module<{ encryptAndUpload(what: object): Promise<Uploaded> }>('WAWebUploadManager');
    const { startMediaUploadQpl } = module<{ startMediaUploadQpl(what: object): object }>('WAWebStartMediaUploadQpl');
    const mediaKey = bytes.encode(crypto.getRandomValues(new Uint8Array(KEY_BYTES)));
    const hash = await hashOf(await blob.arrayBuffer());
    const { signal } = new AbortController();
    const uploadQpl = startMediaUploadQpl({ entryPoint: 'MediaUpload' });
    let done: Uploaded;
    try {
      done = await encryptAndUpload({ blob, type, signal, mediaKey, uploadQpl });
    } catch (error) {
      const status = statusOf(error);
      throw refuse(REFUSALS[status] ?? 'media_failed', 'WhatsApp did not take the file', status);
    }
    const url = done.url ?? '';
    return {
      directPath: done.directPath,
      mediaKey: done.mediaKey ?? mediaKey,
      mediaKeyTimestamp: done.mediaKeyTimestamp ?? Math.floor(Date.now() / 1000),
      filehash: done.filehash ?? hash,
      encFilehash: done.encFilehash,
      uploadhash: done.encFilehash,
      clientUrl: url,
      deprecatedMms3Url: url,
    } satisfies UploadedFields;
  };

  const needFile = async (target: KeyQuery): Promise<FileModel> => {
    const message = (await kit.needMessage(target)) as FileModel;
    if (!message.directPath || !message.mediaKey) throw refuse('not_found', 'There is no file in this message');
    return message;
  };

  /** How far it has come is not told: what takes too long is a file without an end. */
  const fetched = async (message: FileModel, ms: number): Promise<ArrayBuffer> => {
    const { directPath, encFilehash, filehash, mediaKey, mediaKeyTimestamp, type } = message;
    const { downloadManager } = module<{
      downloadManager: { downloadAndMaybeDecrypt(what: object): Promise<ArrayBuffer> };
    }>('WAWebDownloadManager');
    const quiet = {
      addAnnotations: () => quiet,
      addPoint: () => quiet,
    };
    const signal = AbortSignal.timeout(ms);
    const file = { directPath, encFilehash, filehash, mediaKey, mediaKeyTimestamp, type };
    try {
      const plain = await downloadManager.downloadAndMaybeDecrypt({ ...file, signal, downloadQpl: quiet });
      if (!filehash || (await hashOf(plain)) === filehash) return plain;
    } catch (error) {
      const status = statusOf(error);
      if (signal.aborted) throw refuse('media_failed', 'The file did not come to an end in time');
      if (GONE.includes(status)) throw refuse('media_expired', 'WhatsApp no longer has this file', status);
      throw refuse('unavailable', 'The file could not be fetched from WhatsApp', status);
    }
    throw refuse('media_failed', 'The file is not the one that was sent');
  };

  const open = async ({ target, most, ms }: { target: KeyQuery; most: number; ms: number }) => {
    const message = await needFile(target);
    if ((message.size ?? 0) > most) throw refuse('too_large', 'This file is too large for the page');
    const plain = new Uint8Array(await fetched(message, ms));
    return { file: keep([plain]), bytes: plain.length };
  };

  const refetch = async ({ target }: { target: KeyQuery }) => {
    const message = await needFile(target);
    message.mediaData?.set?.('mediaStage', 'NEED_POKE');
    const how = { downloadEvenIfExpensive: true, rmrReason: 1, isUserInitiated: true };
    const told = (there: boolean) => kit.tell('media', { message: kit.message(message), there });
    void message.downloadMedia(how).then(
      () => told(!(message.mediaData?.mediaStage ?? '').includes('ERROR')),
      () => told(false),
    );
    return null;
  };

  Object.assign(kit.operations, {
    'media.begin': () => keep([]),
    'media.push': ({ file, base64 }: OfFile & { base64: string }) => {
      partsOf(file).push(bytes.decode(base64));
      return null;
    },
    'media.upload': upload,
    'media.open': open,
    'media.read': ({ file, from, bytes: count }: OfFile & { from: number; bytes: number }) => {
      const [plain] = partsOf(file);
      return bytes.encode((plain ?? new Uint8Array()).subarray(from, from + count));
    },
    'media.close': ({ file }: OfFile) => {
      files.delete(file);
      return null;
    },
    'media.refetch': refetch,
  } satisfies Record<keyof MediaOperations, unknown>);
}
