import { basename, join } from 'node:path';
import { type Clock, DomainError, InvalidInputError, type Media, type SessionName } from '@columba/core';
import { openBelow } from '../../media/outgoing/local-file.js';
import type { MediaDraft } from '../../media/outgoing/outgoing-media.service.js';
import { typeOfName } from '../../media/types/media-types.js';
import type { UploadStore } from '../../media/uploads/upload-store.js';
import type { HaLink } from '../link/ha-link.js';
import type { HomeAssistantClient } from '../link/home-assistant.client.js';
import { objectIn, textIn } from '../link/json.js';
import type { SendCommand } from './send-command.js';

const LOCAL_MEDIA = 'media-source://media_source/local/';
/** A camera that must wake up, or a voice that must be made in the cloud. */
const FETCH_MS = 30_000;
const NOT_GIVEN = 'Home Assistant does not give the file';

interface Picked {
  draft: MediaDraft;
  /** Ours only until the message has its own copy. */
  uploadId?: string;
}

/** Fetches what a command wants to be sent: pictures of entities, files of Home Assistant, spoken words. */
export class PickedMedia {
  constructor(
    private readonly parts: {
      link: HaLink;
      client: HomeAssistantClient;
      uploads: UploadStore;
      clock: Clock;
      /** Folders out of which files may be sent; the first one is the media folder. */
      roots: readonly string[];
    },
  ) {}

  /** Nothing for a plain text. @throws DomainError */
  async pick(session: SessionName, command: SendCommand): Promise<Picked | undefined> {
    const { picture, media, speech } = command;
    if (!picture && media === undefined && !speech) return undefined;
    const deadline = new AbortController();
    const cancel = this.parts.clock.after(FETCH_MS, () => deadline.abort());
    try {
      if (picture) return await this.fromEntity(session, picture, command, deadline.signal);
      if (media !== undefined) return await this.fromMedia(session, media, command, deadline.signal);
      return await this.fromSpeech(session, speech!, deadline.signal);
    } catch (error) {
      if (deadline.signal.aborted) throw new DomainError('media_failed', `${NOT_GIVEN} in time`, { cause: error });
      throw error;
    } finally {
      cancel();
    }
  }

  async drop(session: SessionName, { uploadId }: Picked): Promise<void> {
    if (uploadId !== undefined) await this.parts.uploads.remove(session, uploadId);
  }

  private async fromEntity(
    session: SessionName,
    { kind, entityId }: NonNullable<SendCommand['picture']>,
    command: SendCommand,
    signal: AbortSignal,
  ): Promise<Picked> {
    return this.fromCore(session, `/${kind}_proxy/${entityId}`, command, signal);
  }

  private async fromMedia(
    session: SessionName,
    media: string,
    command: SendCommand,
    signal: AbortSignal,
  ): Promise<Picked> {
    if (/^https?:\/\//i.test(media)) return { draft: draftOf(typeOfUrl(media), { kind: 'url', url: media }, command) };
    if (media.startsWith(LOCAL_MEDIA))
      return this.fromFile(session, join(this.mediaRoot, media.slice(LOCAL_MEDIA.length)), command, signal);
    if (media.startsWith('media-source://')) return this.fromMediaSource(session, media, command, signal);
    if (media.startsWith('/')) return this.fromFile(session, media, command, signal);
    throw new InvalidInputError('`media` is a path, a `media-source://` id or an address');
  }

  private async fromFile(
    session: SessionName,
    path: string,
    command: SendCommand,
    signal: AbortSignal,
  ): Promise<Picked> {
    const file = await openBelow(this.parts.roots, path);
    const bytes = file.createReadStream();
    const upload = await this.parts.uploads.save(session, bytes, { fileName: basename(path) }, signal);
    return kept(upload, command);
  }

  /** Whatever Home Assistant itself can play, as far as it serves it under its API. */
  private async fromMediaSource(
    session: SessionName,
    id: string,
    command: SendCommand,
    signal: AbortSignal,
  ): Promise<Picked> {
    const answer = await this.parts.link.ask('media_source/resolve_media', { media_content_id: id });
    const url = answer.kind === 'ok' ? textIn(objectIn(answer.result)?.['url']) : undefined;
    if (url?.startsWith('/api/')) return this.fromCore(session, url.slice('/api'.length), command, signal);
    if (url !== undefined && /^https?:\/\//i.test(url))
      return { draft: draftOf(typeOfUrl(url), { kind: 'url', url }, command) };
    throw new DomainError('media_failed', `${NOT_GIVEN}: this media source cannot be fetched`);
  }

  private async fromSpeech(
    session: SessionName,
    { engine, message }: NonNullable<SendCommand['speech']>,
    signal: AbortSignal,
  ): Promise<Picked> {
    const engine_id = engine ?? (await this.anyEngine());
    const reply = await this.parts.client.post('/tts_get_url', { engine_id, message }, signal);
    const path = reply.kind === 'answer' && reply.status === 200 ? textIn(objectIn(reply.body)?.['path']) : undefined;
    if (!path?.startsWith('/api/')) throw new DomainError('media_failed', 'Home Assistant cannot speak this');
    const { bytes, contentType } = await this.parts.client.download(path.slice('/api'.length), signal);
    const claims = contentType === undefined ? {} : { header: contentType };
    const { mediaId } = await this.parts.uploads.save(session, bytes, claims, signal);
    return { draft: { kind: 'voice', media: { kind: 'upload', mediaId } }, uploadId: mediaId };
  }

  private async anyEngine(): Promise<string> {
    const answer = await this.parts.link.ask('tts/engine/list');
    const providers = answer.kind === 'ok' ? objectIn(answer.result)?.['providers'] : undefined;
    const first = Array.isArray(providers) ? textIn(objectIn(providers[0])?.['engine_id']) : undefined;
    if (first !== undefined) return first;
    throw new DomainError('media_failed', 'Home Assistant has no text-to-speech engine');
  }

  private async fromCore(
    session: SessionName,
    path: string,
    command: SendCommand,
    signal: AbortSignal,
  ): Promise<Picked> {
    const { bytes, contentType } = await this.parts.client.download(path, signal);
    const claims = contentType === undefined ? {} : { header: contentType };
    return kept(await this.parts.uploads.save(session, bytes, claims, signal), command);
  }

  private get mediaRoot(): string {
    return this.parts.roots[0] ?? '/media';
  }
}

const kept = ({ mediaId, mimeType }: Media, command: SendCommand): Picked => ({
  draft: draftOf(mimeType, { kind: 'upload', mediaId }, command),
  uploadId: mediaId,
});

/** WhatsApp shows a picture, a video or a sound as such; everything else is a document. */
function draftOf(mimeType: string | undefined, media: MediaDraft['media'], command: SendCommand): MediaDraft {
  const caption = command.message === undefined ? {} : { caption: command.message };
  const [kind] = command.asDocument ? [] : (mimeType?.split('/') ?? []);
  if (kind === 'image' && mimeType !== 'image/svg+xml') return { kind: 'image', media, ...caption };
  if (kind === 'video') return { kind: 'video', style: 'normal', media, ...caption };
  if (kind === 'audio') return { kind: 'audio', media };
  return { kind: 'document', media, ...caption };
}

/** An address tells its type by its ending only; what has none is most often a picture of a camera. */
function typeOfUrl(url: string): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? '';
  return (ending === '' ? 'image/jpeg' : typeOfName(`x.${ending}`)) ?? 'application/octet-stream';
}
