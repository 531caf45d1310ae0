import { z } from 'zod';
import type { MediaContent, MessageContent } from '../world/content.js';
import type { Files } from '../world/files.js';
import { milliseconds, number } from './schemas.js';

const text = z.string();
const optional = text.optional();
const kind = <K extends string, S extends z.core.$ZodLooseShape>(name: K, shape: S) =>
  z.strictObject({ kind: z.literal(name), ...shape });

/** The file itself: bytes in process, base64 over HTTP. */
const bytes = z
  .union([z.instanceof(Uint8Array), z.base64()])
  .transform((given) => (typeof given === 'string' ? Buffer.from(given, 'base64') : given));

const size = z.number().int().min(1).optional();
const file = {
  bytes,
  mimeType: text.min(1),
  fileName: optional,
  width: size,
  height: size,
  seconds: z.number().int().min(0).optional(),
  thumbnail: z.base64().optional(),
};
const once = z.boolean().optional();

const media = z.discriminatedUnion('kind', [
  kind('image', { ...file, caption: optional, viewOnce: once }),
  kind('video', {
    ...file,
    caption: optional,
    style: z.enum(['normal', 'gif', 'note']).default('normal'),
    viewOnce: once,
  }),
  kind('audio', file),
  kind('voice', { ...file, waveform: z.array(z.number().int().min(0).max(100)).optional(), viewOnce: once }),
  kind('document', { ...file, caption: optional }),
  kind('sticker', { ...file, animated: z.boolean().default(false) }),
]);

/** Everything that a person can say; changes of other messages have operations of their own. */
export const content = z.discriminatedUnion('kind', [
  media,
  kind('text', {
    text,
    preview: z
      .strictObject({ url: text, title: text, description: optional, thumbnail: z.base64().optional() })
      .optional(),
  }),
  kind('location', {
    latitude: z.number(),
    longitude: z.number(),
    name: optional,
    address: optional,
    live: z.boolean().optional(),
  }),
  kind('contact', { contacts: z.array(z.strictObject({ name: text, vcard: text })).min(1) }),
  kind('poll', {
    question: text,
    options: z.array(text).min(1),
    selectableCount: z.number().int().min(0).default(0),
  }),
  kind('event', {
    name: text,
    startsAt: milliseconds,
    endsAt: milliseconds.optional(),
    description: optional,
    location: optional,
    joinLink: optional,
    cancelled: z.boolean().optional(),
  }),
  kind('buttons', { text, buttons: z.array(z.strictObject({ id: text, text })).min(1), footer: optional }),
  kind('list', {
    text,
    buttonText: text,
    sections: z.array(
      z.strictObject({
        title: optional,
        rows: z.array(z.strictObject({ id: text, title: text, description: optional })),
      }),
    ),
    footer: optional,
  }),
  kind('buttonReply', { buttonId: text, text }),
  kind('listReply', { rowId: text, title: text }),
  kind('groupInvite', {
    groupId: text,
    groupName: optional,
    code: text,
    expiresAt: milliseconds.optional(),
    caption: optional,
  }),
  kind('viewOnce', {}),
]);

/** The same in the words of the world, which keeps files apart from what is said of them. */
export function toContent(given: z.output<typeof content>, files: Files): MessageContent {
  if (!('bytes' in given)) return given;
  const { bytes: plain, mimeType, fileName, width, height, seconds, thumbnail, ...said } = given;
  const facts = defined({ fileName, width, height, seconds, thumbnail });
  const kept = { mimeType, sha256: files.add(plain), size: plain.length, ...facts };
  return { ...defined(said), file: kept } as MediaContent;
}

const defined = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

export const target = z.strictObject({ sender: number, id: z.string().min(1) });

export const notes = z.strictObject({
  quoted: target.optional(),
  mentions: z.array(number).optional(),
  mentionsAll: z.literal(true).optional(),
  forwarded: z.boolean().optional(),
  expiresAfter: z.number().int().min(1).optional(),
});
