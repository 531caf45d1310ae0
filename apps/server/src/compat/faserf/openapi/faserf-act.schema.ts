import { z } from 'zod';
import { named } from './faserf-components.js';
import { rawMessageSchema } from './faserf-event.schema.js';

const number = z.string().describe('A phone number with country code, or an address of WhatsApp.');
const messageId = z.string().describe('What WhatsApp calls the message.');
const alias = (of: string) => z.string().nullish().describe(`Another spelling of \`${of}\`.`);
const target = { number, messageId: messageId.optional(), message_id: alias('messageId') };

export const reactionRequestSchema = named(
  'ReactionRequest',
  'A reaction to a message; an empty one takes it back.',
  z
    .object({ number, reaction: z.string().optional(), messageId })
    .meta({ examples: [{ number: '491234567890', reaction: '❤️', messageId: 'BAE5F0123456789A' }] }),
);

export const revokeRequestSchema = named(
  'RevokeRequest',
  'A message to take back for everyone.',
  z
    .object({ ...target, fromMe: z.boolean().optional().describe('Known here; ignored.') })
    .meta({ examples: [{ number: '491234567890', messageId: 'BAE5F0123456789A' }] }),
);

export const editRequestSchema = named(
  'EditRequest',
  'Other words for a message.',
  z
    .object({
      ...target,
      id: alias('messageId'),
      new_content: z.string().optional().describe('Needed.'),
      newText: alias('new_content'),
      text: alias('new_content'),
      message: alias('new_content'),
    })
    .meta({ examples: [{ number: '491234567890', messageId: 'BAE5F0123456789A', new_content: 'Hello again' }] }),
);

export const messageRequestSchema = named(
  'MessageRequest',
  'One message.',
  z.object({ ...target }).meta({ examples: [{ number: '491234567890', messageId: 'BAE5F0123456789A' }] }),
);

export const starRequestSchema = named(
  'StarRequest',
  'One message.',
  z
    .object({ ...target, star: z.boolean().optional().describe('`false` takes the star away.') })
    .meta({ examples: [{ number: '491234567890', messageId: 'BAE5F0123456789A' }] }),
);

export const pinRequestSchema = named(
  'PinRequest',
  'One message, and for how long.',
  z
    .object({ ...target, duration: z.number().optional().describe('Seconds; a day unless said otherwise.') })
    .meta({ examples: [{ number: '491234567890', messageId: 'BAE5F0123456789A', duration: 86400 }] }),
);

export const forwardRequestSchema = named(
  'ForwardRequest',
  'One message, and to whom it goes.',
  z
    .object({ ...target, targetNumber: number })
    .meta({ examples: [{ number: '491234567890', messageId: 'BAE5F0123456789A', targetNumber: '491761234567' }] }),
);

export const messageDoneSchema = named(
  'MessageDone',
  'It was done to this message.',
  z.object({ status: z.enum(['starred', 'unstarred', 'pinned', 'unpinned']), messageId: z.string() }),
);

export const forwardedSchema = named(
  'Forwarded',
  'The new message.',
  z.object({ status: z.literal('forwarded'), id: z.string() }),
);

export const chatRequestSchema = named(
  'ChatRequest',
  'One chat, or one person.',
  z.object({ number, jid: alias('number') }).meta({ examples: [{ number: '491234567890' }] }),
);

export const muteRequestSchema = named(
  'MuteRequest',
  'One chat, and for how long.',
  z
    .object({ number, durationMs: z.number().optional().describe('Milliseconds; eight hours unless said otherwise.') })
    .meta({ examples: [{ number: '491234567890', durationMs: 28800000 }] }),
);

export const messagesRequestSchema = named(
  'MessagesRequest',
  'One chat, and how many messages.',
  z
    .object({ number, limit: z.int().optional().describe('1 to 1000; 50 unless said otherwise.') })
    .meta({ examples: [{ number: '491234567890', limit: 20 }] }),
);

export const labelRequestSchema = named(
  'LabelRequest',
  'One chat and one label.',
  z.object({ number, labelId: z.string() }).meta({ examples: [{ number: '491234567890', labelId: '1' }] }),
);

export const presenceRequestSchema = named(
  'PresenceRequest',
  'What is shown of this account.',
  z
    .object({
      number,
      presence: z.string().describe('`composing`, `recording`, `paused`, `available` or `unavailable`.'),
    })
    .meta({ examples: [{ number: '491234567890', presence: 'composing' }] }),
);

export const readRequestSchema = named(
  'ReadRequest',
  'One message, or the whole chat.',
  z.object({ number, messageId: z.string().nullish() }).meta({ examples: [{ number: '491234567890' }] }),
);

export const chatDoneSchema = named(
  'ChatDone',
  'It was done to this chat.',
  z.object({ status: z.string(), jid: z.string(), durationMs: z.number().optional(), labelId: z.string().optional() }),
);

export const doneSchema = named('Done', 'It was done.', z.object({ status: z.string() }));

export const chatSchema = named('Chat', 'A chat.', z.object({ jid: z.string(), id: z.string(), name: z.string() }));

export const messagesSchema = named(
  'Messages',
  'The newest messages of a chat, oldest first.',
  z.object({ jid: z.string(), count: z.int(), messages: z.array(rawMessageSchema) }),
);
