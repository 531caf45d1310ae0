import { z } from 'zod';
import { DomainError } from '@columba/core';
import type { Ffmpeg } from './ffmpeg.js';
import { MAX_PIXELS } from './image-library.js';

/** What a sound or video file is made of. */
export interface Probe {
  /** ffmpeg's names of the container, separated by commas. */
  container: string;
  durationSeconds?: number;
  video?: { codec: string; pixelFormat?: string; width: number; height: number };
  audio?: { codec: string; channels: number };
}

const number = z.coerce.number().finite().nonnegative().optional().catch(undefined);
const OUTPUT = z.object({
  format: z.object({ format_name: z.string(), duration: number }),
  streams: z.array(
    z.object({
      codec_type: z.string().optional(),
      codec_name: z.string().default('unknown'),
      pix_fmt: z.string().optional(),
      width: number,
      height: number,
      channels: number,
      duration: number,
      disposition: z.object({ attached_pic: z.number().optional() }).optional(),
      side_data_list: z.array(z.object({ rotation: number.or(z.number()) })).optional(),
    }),
  ),
});
const ENTRIES =
  'format=format_name,duration:stream=codec_type,codec_name,pix_fmt,width,height,channels,duration' +
  ':stream_disposition=attached_pic:stream_side_data=rotation';

/** @throws DomainError `media_failed` when ffprobe can't make sense of it, `too_large` over 40 megapixels */
export async function probe(ffmpeg: Ffmpeg, file: string, signal?: AbortSignal): Promise<Probe> {
  const { format, streams } = read(await ffmpeg.probe(file, ['-show_entries', ENTRIES], signal));
  const audio = streams.find(({ codec_type }) => codec_type === 'audio');
  const video = streams.find((stream) => stream.codec_type === 'video' && !stream.disposition?.attached_pic);
  const duration = format.duration ?? video?.duration ?? audio?.duration;
  return {
    container: format.format_name,
    ...(duration !== undefined && { durationSeconds: duration }),
    ...(video && { video: pictureOf(video) }),
    ...(audio && { audio: { codec: audio.codec_name, channels: audio.channels ?? 0 } }),
  };
}

type Stream = z.output<typeof OUTPUT>['streams'][number];

function pictureOf({ codec_name, pix_fmt, width = 0, height = 0, side_data_list }: Stream): Probe['video'] {
  if (width * height > MAX_PIXELS) throw new DomainError('too_large', 'The video has more than 40 megapixels');
  const isTurned = side_data_list?.some(({ rotation }) => Math.abs(rotation ?? 0) % 180 === 90);
  const [shownWidth, shownHeight] = isTurned ? [height, width] : [width, height];
  return { codec: codec_name, ...(pix_fmt && { pixelFormat: pix_fmt }), width: shownWidth, height: shownHeight };
}

function read(text: string): z.output<typeof OUTPUT> {
  try {
    return OUTPUT.parse(JSON.parse(text));
  } catch (error) {
    throw new DomainError('media_failed', 'The file is damaged or of an unknown kind', { cause: error });
  }
}
