import { rm, stat } from 'node:fs/promises';
import { DomainError, type OutgoingMedia, type OutgoingVideo } from '@columba/core';
import type { Ffmpeg } from '../convert/ffmpeg.js';
import { isSendableImage, toJpeg } from '../convert/image.js';
import { imageFacts } from '../convert/image-library.js';
import { probe } from '../convert/probe.js';
import { isPlayable, toM4a } from '../convert/sound.js';
import { signSticker, type StickerPack } from '../convert/sticker-pack.js';
import { isSticker, toSticker } from '../convert/sticker.js';
import { thumbnailOf } from '../convert/thumbnail.js';
import { isSendableVideo, toMp4, videoThumbnail } from '../convert/video.js';
import { isVoice, toVoice, voiceFacts, type VoiceFacts } from '../convert/voice.js';
import type { SourceFile } from './source-reader.js';

/** One function per kind: a file of any sort in, what WhatsApp shows or plays out. What already fits stays untouched. */
export class Converters {
  constructor(private readonly ffmpeg: Ffmpeg) {}

  async image(source: SourceFile): Promise<OutgoingMedia> {
    const { format } = await imageFacts(source.file);
    const fitting = isSendableImage(format)
      ? source
      : await replaced(source, 'jpg', 'image/jpeg', (output) => toJpeg(source.file, output));
    const { width, height } = await imageFacts(fitting.file);
    return { ...fitting, width, height, thumbnail: await base64Thumbnail(fitting.file) };
  }

  async sticker(source: SourceFile, pack?: StickerPack): Promise<{ media: OutgoingMedia; animated: boolean }> {
    const facts = await imageFacts(source.file);
    const fits = await isSticker(source.file, facts);
    const webp = (output: string) => toSticker(source.file, output).then(() => {});
    const media = fits ? source : await replaced(source, 'webp', 'image/webp', webp);
    if (pack) await signSticker(media.file, pack);
    const { size: sizeBytes } = await stat(media.file);
    return { media: { ...media, sizeBytes, width: 512, height: 512 }, animated: facts.frames > 1 };
  }

  async video(source: SourceFile, style: OutgoingVideo['style'], signal?: AbortSignal): Promise<OutgoingMedia> {
    const before = await probe(this.ffmpeg, source.file, signal);
    if (!before.video) throw new DomainError('media_failed', 'The file has no picture');
    const mp4 = (output: string) => toMp4(this.ffmpeg, source.file, output, style, signal);
    const fits = isSendableVideo(before, source.mimeType, style);
    const media = fits ? source : await replaced(source, 'mp4', 'video/mp4', mp4);
    const { video, durationSeconds } = fits ? before : await probe(this.ffmpeg, media.file, signal);
    const thumbnail = await videoThumbnail(this.ffmpeg, media.file, signal);
    return {
      ...media,
      ...(video && { width: video.width, height: video.height }),
      ...(durationSeconds !== undefined && { durationSeconds }),
      ...(thumbnail && { thumbnail: thumbnail.toString('base64') }),
    };
  }

  async audio(source: SourceFile, signal?: AbortSignal): Promise<OutgoingMedia> {
    const { audio, video, durationSeconds } = await probe(this.ffmpeg, source.file, signal);
    if (!audio) throw new DomainError('media_failed', 'The file has no sound');
    const m4a = (output: string) => toM4a(this.ffmpeg, source.file, output, signal);
    const fits = isPlayable(source.mimeType) && !video;
    const media = fits ? source : await replaced(source, 'm4a', 'audio/mp4', m4a);
    return { ...media, ...(durationSeconds !== undefined && { durationSeconds }) };
  }

  async voice(source: SourceFile, signal?: AbortSignal): Promise<{ media: OutgoingMedia } & VoiceFacts> {
    const before = await probe(this.ffmpeg, source.file, signal);
    if (!before.audio) throw new DomainError('media_failed', 'The file has no sound');
    const opus = (output: string) => toVoice(this.ffmpeg, source.file, output, signal);
    const fitting = isVoice(before) ? source : await replaced(source, 'ogg', 'audio/ogg', opus);
    const facts = await voiceFacts(this.ffmpeg, fitting.file, signal);
    const media = { ...fitting, mimeType: 'audio/ogg; codecs=opus', durationSeconds: facts.durationSeconds };
    return { media, ...facts };
  }
}

const base64Thumbnail = async (file: string): Promise<string> => (await thumbnailOf(file)).toString('base64');

/** The converted file in place of the source, which is removed once it is no longer needed. */
async function replaced(
  source: SourceFile,
  extension: string,
  mimeType: string,
  convert: (output: string) => Promise<void>,
): Promise<SourceFile> {
  const output = source.file.replace(/(\.[^.]+)$/, `$1.${extension}`);
  await convert(output);
  await rm(source.file, { force: true });
  const fileName = source.fileName?.replace(/(\.[^.]{1,5})?$/, `.${extension}`);
  return { file: output, mimeType, sizeBytes: (await stat(output)).size, ...(fileName !== undefined && { fileName }) };
}
