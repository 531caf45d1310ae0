import { rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { DomainError, type SessionName } from '@columba/core';
import type { EgressGuard, EgressResponse } from '../../egress/egress-guard.js';
import type { MediaFolders } from '../disk/media-folders.js';
import { tooLarge, writeFileFrom } from '../disk/write-file.js';
import { cleanFileName } from '../types/file-name.js';
import { extensionOf } from '../types/media-types.js';
import { sniff, type MediaKind } from '../types/sniff.js';
import type { UploadStore } from '../uploads/upload-store.js';
import { decodeBase64, readBase64 } from './base64.js';
import { openBelow } from './local-file.js';
import type { FileSource, MediaSource, UploadSource, UrlSource } from './media-source.js';

/** A file of ours, not yet looked into any further than its type. */
export interface SourceFile {
  file: string;
  mimeType: string;
  sizeBytes: number;
  fileName?: string;
}

interface Fetched {
  header?: string;
  fileName?: string;
}

/** Turns a source into a file on our own disk, whatever it is. */
export class SourceReader {
  constructor(
    private readonly folders: MediaFolders,
    private readonly egress: EgressGuard,
    private readonly uploads: UploadStore,
    private readonly limits: { maxBytes: number; fileRoots?: readonly string[] },
  ) {}

  /**
   * @throws DomainError `media_failed` when nothing usable came, `too_large`, `invalid_input`, `not_found` or
   *   `media_expired` for an upload, `not_allowed` for a file elsewhere, `storage`; the reason of the signal. No file stays behind then.
   */
  async read(session: SessionName, source: MediaSource, kind: MediaKind, signal?: AbortSignal): Promise<SourceFile> {
    const raw = await this.folders.newFile(session, 'outgoing', 'raw');
    try {
      const fetched = await this.fetch(session, source, raw, signal);
      const fileName = cleanFileName(source.fileName) ?? cleanFileName(fetched.fileName);
      const claims = { declared: source.mimeType, header: fetched.header, fileName };
      const mimeType = await sniff(raw, kind, claims);
      const { size } = await stat(raw);
      const file = raw.replace(/raw$/, extensionOf(mimeType));
      await rename(raw, file);
      return { file, mimeType, sizeBytes: size, ...(fileName !== undefined && { fileName }) };
    } catch (error) {
      await rm(raw, { force: true });
      throw error;
    }
  }

  private fetch(session: SessionName, source: MediaSource, file: string, signal?: AbortSignal): Promise<Fetched> {
    if (source.kind === 'upload') return this.takeUpload(session, source, file);
    if (source.kind === 'file') return this.copy(source, file, signal);
    if (source.kind === 'base64') return this.decode(source.data, file, signal);
    const isData = /^data:/i.test(source.url);
    return isData ? this.decode(source.url, file, signal) : this.download(source, file, signal);
  }

  private async decode(data: string, file: string, signal?: AbortSignal): Promise<Fetched> {
    const { maxBytes } = this.limits;
    const base64 = readBase64(data, maxBytes);
    await writeFileFrom(Readable.from(decodeBase64(base64)), file, { maxBytes, signal });
    return { header: base64.mimeType };
  }

  private async takeUpload(session: SessionName, { mediaId }: UploadSource, file: string): Promise<Fetched> {
    const { mimeType, fileName, sizeBytes } = await this.uploads.use(session, mediaId, file);
    if ((sizeBytes ?? 0) > this.limits.maxBytes) throw tooLarge(this.limits.maxBytes);
    return { header: mimeType, fileName };
  }

  private async copy({ path }: FileSource, file: string, signal?: AbortSignal): Promise<Fetched> {
    const { maxBytes, fileRoots = [] } = this.limits;
    const found = await openBelow(fileRoots, path);
    await writeFileFrom(found.createReadStream(), file, { maxBytes, signal });
    return { fileName: basename(path) };
  }

  private async download({ url, headers }: UrlSource, file: string, signal?: AbortSignal): Promise<Fetched> {
    const { maxBytes } = this.limits;
    try {
      const answer = await this.egress.request(url, { headers, maxBytes, signal });
      if (answer.status < 200 || answer.status > 299) {
        answer.body.destroy();
        throw new DomainError('media_failed', `The address answered with status ${answer.status}`);
      }
      await writeFileFrom(answer.body, file, { maxBytes, signal });
      return { header: single(answer.headers['content-type']), fileName: nameOf(answer) };
    } catch (error) {
      // For the caller it is the media that failed, not our own service.
      if (error instanceof DomainError && error.code === 'unavailable')
        throw new DomainError('media_failed', error.message, { cause: error });
      throw error;
    }
  }
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** The name that the server gives, else the end of the path when that looks like a file's name. */
function nameOf({ headers, url }: EgressResponse): string | undefined {
  const disposition = single(headers['content-disposition']) ?? '';
  const extended = /filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition);
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  return decoded(extended) ?? plain?.[1] ?? plain?.[2] ?? (/\.[a-z0-9]{1,5}$/i.test(last) ? decoded(last) : undefined);
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined; // not percent-encoded after all
  }
}
