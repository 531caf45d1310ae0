import { z } from 'zod';
import { named } from './faserf-components.js';

export const rawMessageSchema = named(
  'RawMessage',
  'A message in the form of the Baileys library.',
  z.object({
    key: z.object({
      remoteJid: z.string(),
      fromMe: z.boolean(),
      id: z.string(),
      participant: z.string().nullable(),
    }),
    pushName: z.string().nullable(),
    messageTimestamp: z.int().describe('Unix seconds.'),
    message: z.record(z.string(), z.unknown()),
  }),
);

export const eventSchema = named(
  'Event',
  'A message that came or went, or a vote in a poll.',
  z.object({
    id: z.string(),
    type: z.enum(['message', 'poll', 'poll_update', 'event']),
    content: z.string(),
    vote: z.array(z.string()).describe('The texts that were chosen; empty when the vote was taken back.'),
    sender: z.string(),
    person_jid: z.string(),
    sender_name: z.string().nullable(),
    from: z.string().describe('The chat.'),
    sender_number: z.string(),
    is_group: z.boolean(),
    is_forwarded: z.boolean(),
    from_me: z.boolean(),
    media_url: z.string().nullable().describe('Path on this server; needs the token.'),
    media_path: z.string().nullable(),
    media_type: z.string().nullable(),
    media_mimetype: z.string().nullable(),
    caption: z.string(),
    raw: rawMessageSchema,
    session_id: z.string(),
    is_admin: z.boolean(),
    is_group_admin: z.boolean(),
    timestamp: z.int().describe('Unix seconds.'),
    event_id: z.string().describe('The same on every channel.'),
    seq: z.int(),
    replayed: z.boolean(),
    age_s: z.int(),
  }),
);
