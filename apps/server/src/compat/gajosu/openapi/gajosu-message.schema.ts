import { z } from 'zod';
import { named } from './gajosu-components.js';
import { messageIdSchema } from './gajosu-id.schema.js';

const linkSchema = named(
  'Link',
  'A link in a text. It is suspicious when its host can look like another one.',
  z.object({ link: z.string(), isSuspicious: z.boolean() }),
);

const inviteSchema = named(
  'GroupInvite',
  'An invitation into a group, sent as a message.',
  z.object({
    inviteCode: z.string(),
    inviteCodeExp: z.int().describe('Unix seconds; 0: it does not expire.'),
    groupId: z.string(),
    groupName: z.string().optional(),
    fromId: z.string(),
    toId: z.string().optional(),
  }),
);

const locationSchema = named(
  'Location',
  'A place on the map.',
  z.object({
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().optional(),
    address: z.string().optional(),
  }),
);

export const messageSchema = named(
  'Message',
  'A message. `_data` is the same in the raw form of WhatsApp Web.',
  z.object({
    id: messageIdSchema,
    ack: z.int().describe('-1 error, 0 pending, 1 server, 2 device, 3 read, 4 played.'),
    type: z.string().describe('`chat` is text, `ptt` a voice message.').meta({ example: 'chat' }),
    body: z.string().describe('The text, or the caption of a file.'),
    hasMedia: z.boolean(),
    isGif: z.boolean(),
    vCards: z.array(z.string()),
    duration: z.number().optional().describe('Seconds of sound or film.'),
    inviteV4: inviteSchema.optional(),
    location: locationSchema.optional(),
    selectedButtonId: z.string().optional(),
    selectedRowId: z.string().optional(),
    timestamp: z.int().describe('Unix seconds.'),
    from: z.string().describe('In a group this is the group; the person is the `author`.'),
    to: z.string().optional(),
    author: z.string().optional(),
    deviceType: z.enum(['android', 'ios', 'web']),
    isForwarded: z.boolean(),
    forwardingScore: z.int(),
    isStatus: z.boolean(),
    isStarred: z.boolean(),
    broadcast: z.boolean(),
    fromMe: z.boolean(),
    hasQuotedMsg: z.boolean(),
    mentionedIds: z.array(z.string()),
    isEphemeral: z.boolean(),
    links: z.array(linkSchema),
    t: z.int(),
    star: z.boolean(),
    viewed: z.boolean(),
    self: z.enum(['in', 'out']),
    _data: z.record(z.string(), z.unknown()).describe('The raw form.'),
  }),
);
