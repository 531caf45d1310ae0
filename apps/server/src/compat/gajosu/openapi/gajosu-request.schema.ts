import { z } from 'zod';
import { named } from './gajosu-components.js';

const optionsSchema = named(
  'SendOptions',
  'How it is sent. What is not known is ignored; `true` may also be written as a text.',
  z.object({
    linkPreview: z.boolean().optional().describe('Without effect: no address is fetched because it stands in a text.'),
    sendAudioAsVoice: z.boolean().optional().describe('As a voice message.'),
    sendVideoAsGif: z.boolean().optional(),
    sendMediaAsSticker: z.boolean().optional(),
    sendMediaAsDocument: z.boolean().optional(),
    isViewOnce: z.boolean().optional(),
    caption: z.string().optional().describe('Text beside a file.'),
    quotedMessageId: z.string().optional().describe('The short id or `_serialized`.'),
    ignoreQuoteErrors: z.boolean().optional().describe('Send without the quotation when there is no such message.'),
    mentions: z.array(z.string()).optional(),
    sendSeen: z.boolean().optional().describe('Mark the chat as read first; `true` unless said otherwise.'),
    stickerName: z.string().optional().describe('Of the pack, as WhatsApp shows it below the sticker.'),
    stickerAuthor: z.string().optional().describe('Of the pack.'),
    stickerCategories: z.array(z.string()).optional().describe('Emojis under which it is found.'),
  }),
);

export const sendRequestSchema = named(
  'SendMessageRequest',
  'A text (`msg`), or a file by its address (`url`), which wins.',
  z
    .object({
      msg: z.string().optional(),
      url: z.string().optional(),
      to: z.string().optional().describe('Another chat than that of the path.'),
      options: optionsSchema.optional(),
    })
    .meta({ examples: [{ msg: 'Hello world' }] }),
);

export const reactionRequestSchema = named(
  'ReactionRequest',
  'A reaction to a message.',
  z.object({ reaction: z.string().describe('An emoji.') }).meta({ examples: [{ reaction: '❤️' }] }),
);

export const createGroupRequestSchema = named(
  'CreateGroupRequest',
  'A new group.',
  z
    .object({ name: z.string(), participants: z.array(z.string()) })
    .meta({ examples: [{ name: 'Group Name', participants: ['123456789@c.us', '987654321@c.us'] }] }),
);

export const updateGroupRequestSchema = named(
  'UpdateGroupRequest',
  'What a group is called and is about.',
  z
    .object({ name: z.string(), description: z.string().optional() })
    .meta({ examples: [{ name: 'New Group Name', description: 'New Group Description' }] }),
);

export const participantsRequestSchema = named(
  'ParticipantsRequest',
  'Members of a group, `…@c.us` or bare numbers.',
  z.object({ participants: z.array(z.string()) }).meta({ examples: [{ participants: ['123456789@c.us'] }] }),
);

export const displayNameRequestSchema = named(
  'DisplayNameRequest',
  'How this account is called.',
  z.object({ name: z.string() }).meta({ examples: [{ name: 'New Display Name' }] }),
);

export const textStatusRequestSchema = named(
  'TextStatusRequest',
  'What stands below the name. One of the two is needed; `status` wins.',
  z
    .object({ text: z.string().optional(), status: z.string().optional() })
    .meta({ examples: [{ text: 'New Text Status' }] }),
);
