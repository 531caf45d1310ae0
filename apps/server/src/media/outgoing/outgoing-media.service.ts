import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type {
  OutgoingAudio,
  OutgoingDocument,
  OutgoingImage,
  OutgoingMedia,
  OutgoingSticker,
  OutgoingVideo,
  OutgoingVoice,
  SessionName,
} from '@columba/core';
import type { MediaFolders } from '../disk/media-folders.js';
import type { StickerPack } from '../convert/sticker-pack.js';
import type { Converters } from './converters.js';
import type { MediaSource } from './media-source.js';
import type { SourceFile, SourceReader } from './source-reader.js';

type WithSource<C> = Omit<C, 'media'> & { media: MediaSource };

/** Content with media as a caller gives it: a source in place of a file, and no facts that are measured here. */
export type MediaDraft =
  | WithSource<OutgoingImage>
  | WithSource<OutgoingVideo>
  | WithSource<OutgoingAudio>
  | WithSource<Omit<OutgoingVoice, 'durationSeconds' | 'waveform'>>
  | WithSource<OutgoingDocument>
  | (WithSource<Omit<OutgoingSticker, 'animated'>> & { pack?: StickerPack });

/** The finished content of a draft of the same kind. */
export type OutgoingMediaContent =
  OutgoingImage | OutgoingVideo | OutgoingAudio | OutgoingVoice | OutgoingDocument | OutgoingSticker;

/** Everything between a caller's media source and a file that an engine may send. */
export class OutgoingMediaService {
  constructor(
    private readonly reader: SourceReader,
    private readonly converters: Converters,
    private readonly folders: MediaFolders,
    private readonly limits: { keepMs: number },
  ) {}

  /**
   * Fetches, checks and converts the media of a draft.
   * @throws DomainError `media_failed`, `too_large`, `invalid_input`, `unsupported` (no ffmpeg here), `timeout`, `storage`,
   *   for uploads `not_found` and `media_expired`; the reason of the signal. No file stays behind then.
   */
  async prepare(session: SessionName, draft: MediaDraft, signal?: AbortSignal): Promise<OutgoingMediaContent> {
    const source = await this.reader.read(session, draft.media, draft.kind, signal);
    try {
      const content = await this.convert(draft, source, signal);
      signal?.throwIfAborted();
      return content;
    } catch (error) {
      // What was made of it stands beside it, under a name that begins alike.
      await this.folders.removeStartingWith(source.file);
      throw error;
    }
  }

  /** When a send is over: its file is not needed any more. */
  async discard(media: OutgoingMedia): Promise<void> {
    await rm(media.file, { force: true });
  }

  /** Removes files of sends that ended without {@link discard}; those of `unfinished` ones are needed. */
  async sweep(session: SessionName, unfinished: readonly OutgoingMedia[] = []): Promise<void> {
    const kept = new Set(unfinished.map(({ file }) => basename(file)));
    await this.folders.removeOlderThan(session, 'outgoing', this.limits.keepMs, kept);
  }

  private async convert(
    draft: MediaDraft,
    source: SourceFile,
    signal: AbortSignal | undefined,
  ): Promise<OutgoingMediaContent> {
    switch (draft.kind) {
      case 'image':
        return { ...draft, media: await this.converters.image(source) };
      case 'video':
        return { ...draft, media: await this.converters.video(source, draft.style, signal) };
      case 'audio':
        return { ...draft, media: await this.converters.audio(source, signal) };
      case 'voice':
        return { ...draft, ...(await this.converters.voice(source, signal)) };
      case 'sticker':
        return { kind: draft.kind, ...(await this.converters.sticker(source, draft.pack)) };
      default:
        return { ...draft, media: source };
    }
  }
}
