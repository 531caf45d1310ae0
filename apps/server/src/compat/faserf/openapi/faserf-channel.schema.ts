import { z } from 'zod';
import { named } from './faserf-components.js';

export const channelRequestSchema = named(
  'ChannelRequest',
  'One channel, or, where it is read, an invitation to it.',
  z
    .object({
      number: z.string().optional().describe('A channel, `…@newsletter`. Needed, unless there is a `code`.'),
      jid: z.string().nullish().describe('Another spelling of `number`.'),
      code: z.string().optional().describe('To read a channel: the code of an invitation, or its link.'),
    })
    .meta({ examples: [{ number: '120363041234567890@newsletter' }] }),
);

const text = z.object({ text: z.string() });

export const channelSchema = named(
  'Channel',
  'A channel: what was done to it, or, where it is read, all of it in the form in which WhatsApp tells it to Baileys.',
  z.object({
    status: z.string().optional().describe('What was done: `followed`, `muted` …'),
    jid: z.string(),
    id: z.string().optional(),
    thread_metadata: z
      .object({
        creation_time: z.string().nullable().describe('Unix seconds.'),
        name: text,
        description: text,
        invite: z.string().nullable().describe('The last part of `https://whatsapp.com/channel/…`.'),
        subscribers_count: z.string(),
        verification: z.enum(['VERIFIED', 'UNVERIFIED']),
        picture: z.object({ direct_path: z.string().describe('At `https://pps.whatsapp.net`.') }).nullable(),
      })
      .optional(),
    viewer_metadata: z
      .object({ mute: z.enum(['ON', 'OFF']), role: z.enum(['GUEST', 'SUBSCRIBER', 'ADMIN', 'OWNER']) })
      .optional(),
  }),
);
