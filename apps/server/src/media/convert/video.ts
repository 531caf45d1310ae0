import type { OutgoingVideo } from '@columba/core';
import type { Ffmpeg } from './ffmpeg.js';
import type { Probe } from './probe.js';
import { thumbnailOf } from './thumbnail.js';

type Style = OutgoingVideo['style'];

/** What WhatsApp plays everywhere: H.264 and AAC in MP4; a round video is square. */
export function isSendableVideo({ container, video, audio }: Probe, mimeType: string, style: Style): boolean {
  if (mimeType !== 'video/mp4' || !container.split(',').includes('mp4')) return false;
  if (video?.codec !== 'h264' || video.pixelFormat !== 'yuv420p' || (audio && audio.codec !== 'aac')) return false;
  return style !== 'note' || video.width === video.height;
}

const FIT = "scale='min(1920,iw)':'min(1920,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2";
const SQUARE = "crop='min(iw,ih)':'min(iw,ih)',scale='min(640,iw)':-2";

/** Writes `input` to `output` as H.264 and AAC in MP4, at most 1920 pixels wide or high; `gif` has no sound. */
export function toMp4(
  ffmpeg: Ffmpeg,
  input: string,
  output: string,
  style: Style,
  signal?: AbortSignal,
): Promise<void> {
  const picture = ['-map', '0:v:0', '-vf', style === 'note' ? SQUARE : FIT, '-pix_fmt', 'yuv420p'];
  const codec = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26'];
  const sound = style === 'gif' ? ['-an'] : ['-map', '0:a:0?', '-c:a', 'aac', '-b:a', '128k', '-ac', '2'];
  const file = ['-movflags', '+faststart', '-map_metadata', '-1', '-f', 'mp4'];
  return ffmpeg.convert(input, output, [...picture, ...codec, ...sound, ...file], signal);
}

const MAX_FRAME_BYTES = 4 << 20;

/** The first frame as a small JPEG; `undefined` when there is none to be had. */
export async function videoThumbnail(ffmpeg: Ffmpeg, file: string, signal?: AbortSignal): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const collect = (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes <= MAX_FRAME_BYTES) pieces.push(chunk);
  };
  const frame = ['-map', '0:v:0', '-frames:v', '1', '-vf', 'scale=320:-2', '-c:v', 'png', '-f', 'image2pipe'];
  await ffmpeg.stream(file, frame, collect, signal);
  return bytes === 0 || bytes > MAX_FRAME_BYTES ? undefined : thumbnailOf(Buffer.concat(pieces));
}
