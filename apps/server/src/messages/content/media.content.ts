import type { Media } from '@columba/core';
import { z } from 'zod';
import { component } from '../../common/openapi/component.js';

export const mediaSchema = component(
  'MediaInfo',
  'A media file that belongs to a message. The message never waits for it.',
  z.object({
    mediaId: z.string(),
    state: z
      .enum(['pending', 'ready', 'expired', 'failed'])
      .describe('Whether the file is here; `media.changed` tells of changes.'),
    mimeType: z.string().meta({ example: 'image/jpeg' }),
    sizeBytes: z.int().optional(),
    sha256: z.string().optional().describe('Of the plain file, lower-case hex.'),
    fileName: z.string().optional(),
    width: z.int().optional().describe('Pixels.'),
    height: z.int().optional().describe('Pixels.'),
    durationSeconds: z.number().optional(),
  }),
);

export const toMediaDto = (media: Media): z.output<typeof mediaSchema> => ({ ...media });

const caption = z.string().optional();
const viewOnce = z.boolean().optional().describe('May be opened once only.');

export const imageContent = component(
  'ImageContent',
  'A picture.',
  z.object({ kind: z.literal('image'), media: mediaSchema, caption, viewOnce }),
);
export const videoContent = component(
  'VideoContent',
  'A video.',
  z.object({
    kind: z.literal('video'),
    media: mediaSchema,
    caption,
    viewOnce,
    style: z.enum(['normal', 'gif', 'note']).describe('`note` is the round video.'),
  }),
);
export const audioContent = component(
  'AudioContent',
  'A music or sound file.',
  z.object({ kind: z.literal('audio'), media: mediaSchema }),
);
export const voiceContent = component(
  'VoiceContent',
  'A voice message.',
  z.object({ kind: z.literal('voice'), media: mediaSchema, viewOnce }),
);
export const documentContent = component(
  'DocumentContent',
  'A file.',
  z.object({ kind: z.literal('document'), media: mediaSchema, caption }),
);
export const stickerContent = component(
  'StickerContent',
  'A sticker.',
  z.object({ kind: z.literal('sticker'), media: mediaSchema, animated: z.boolean() }),
);
