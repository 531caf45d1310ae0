import type { Ffmpeg } from './ffmpeg.js';

/** Types that every WhatsApp client plays. */
const PLAYABLE = new Set(['audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/ogg', 'audio/amr']);

export const isPlayable = (mimeType: string): boolean => PLAYABLE.has(mimeType);

/** Writes `input`'s first sound track to `output` as AAC in MP4. */
export function toM4a(ffmpeg: Ffmpeg, input: string, output: string, signal?: AbortSignal): Promise<void> {
  const sound = ['-map', '0:a:0', '-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart'];
  return ffmpeg.convert(input, output, [...sound, '-map_metadata', '-1', '-f', 'ipod'], signal);
}
