import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encryptMediaRetryRequest, type MediaType } from '@whiskeysockets/baileys';
import {
  DomainError,
  NotConnectedError,
  NotFoundError,
  type EngineContext,
  type MediaPort,
  type MessageKey,
  type OutgoingMedia,
  within,
} from '@columba/core';
import { answered } from '../answers.js';
import type { BaileysOptions } from '../baileys.options.js';
import { wireKey } from '../messages/acts.js';
import type { BaileysSession } from '../session.js';
import { fetchFile } from './fetch-file.js';
import { TYPE_OF, type NamedFile } from './media-part.js';
import { sealFile, type SealedFile } from './seal.js';
import type { TransferParts } from './transfer.js';
import { upload, type Uploaded } from './upload.js';

/** Sealed files on their way, below the session's folder. */
const FOLDER = 'sealed';

/** Files to and from WhatsApp's media host. */
export class BaileysMedia implements MediaPort {
  private ending = new AbortController();

  constructor(
    private readonly context: EngineContext,
    private readonly session: BaileysSession,
    private readonly options: Pick<BaileysOptions, 'queryTimeoutMs' | 'mediaStallMs' | 'mediaHost' | 'agent'>,
  ) {}

  async download(key: MessageKey): Promise<AsyncIterable<Uint8Array>> {
    const { field, part } = this.fileOf(key);
    return fetchFile(part, TYPE_OF[field], this.parts, this.options.mediaHost);
  }

  /** The own phone is asked; its answer comes as a notification. */
  async refetch(key: MessageKey): Promise<void> {
    const { part } = this.fileOf(key);
    const { life, device } = this.session.connected();
    const request = encryptMediaRetryRequest(wireKey(key), part.mediaKey ?? Uint8Array.of(), device.me.id);
    await answered(this.context.clock, this.options.queryTimeoutMs, life.socket.sendNode(request));
  }

  /**
   * Seals a file and hands it to WhatsApp.
   * @throws DomainError `media_failed` when it cannot be read; see also {@link upload}
   */
  async send({ file }: OutgoingMedia, type: MediaType): Promise<SealedFile & Uploaded> {
    const folder = join(this.context.dataDirectory, FOLDER);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const target = join(folder, randomUUID());
    try {
      const sealed = await sealFile(file, target, type).catch(unreadable);
      const { life } = this.session.connected();
      const ask = (fresh: boolean) =>
        within(this.context.clock, this.options.queryTimeoutMs, life.socket.refreshMediaConn(fresh));
      return { ...sealed, ...(await upload(target, sealed.fileEncSha256, type, ask, this.parts)) };
    } finally {
      await rm(target, { force: true });
    }
  }

  /** Removes what an earlier process left half done. */
  async start(): Promise<void> {
    this.ending = new AbortController();
    const folder = join(this.context.dataDirectory, FOLDER);
    const left = await readdir(folder).catch(() => []);
    for (const name of left) await rm(join(folder, name), { force: true });
  }

  /** Ends every transfer that is under way. */
  stop(): void {
    this.ending.abort(new NotConnectedError('The session was stopped'));
  }

  private get parts(): TransferParts {
    const { agent, mediaStallMs } = this.options;
    const parts = { clock: this.context.clock, stallMs: mediaStallMs, signal: this.ending.signal };
    return agent ? { ...parts, agent } : parts;
  }

  private fileOf({ chat, id }: MessageKey): NamedFile {
    const { device } = this.session.connected();
    const file = device.media.find(chat, id);
    if (!file) throw new NotFoundError('There is no file in this message');
    return file;
  }
}

function unreadable(cause: unknown): never {
  throw new DomainError('media_failed', 'The file to send could not be read', { cause });
}
