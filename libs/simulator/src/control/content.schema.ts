import { z } from 'zod';
import { milliseconds, number } from './schemas.js';

const text = z.string();
const optional = text.optional();
const kind = <K extends string, S extends z.core.$ZodLooseShape>(name: K, shape: S) =>
  z.strictObject({ kind: z.literal(name), ...shape });

/** Everything that a person can say; changes of other messages have operations of their own. */
export const content = z.discriminatedUnion('kind', [
  kind('text', { text }),
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

export const target = z.strictObject({ sender: number, id: z.string().min(1) });

export const notes = z.strictObject({
  quoted: target.optional(),
  mentions: z.array(number).optional(),
  forwarded: z.boolean().optional(),
  expiresAfter: z.number().int().min(1).optional(),
});
