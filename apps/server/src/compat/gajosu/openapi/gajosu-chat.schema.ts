import { z } from 'zod';
import { named } from './gajosu-components.js';
import { widSchema } from './gajosu-id.schema.js';
import { messageSchema } from './gajosu-message.schema.js';

const participantSchema = named(
  'GroupParticipant',
  'Somebody in a group.',
  z.object({ id: widSchema, isAdmin: z.boolean(), isSuperAdmin: z.boolean() }),
);

const groupMetadataSchema = named(
  'GroupMetadata',
  'What WhatsApp knows of a group.',
  z.object({
    id: widSchema,
    creation: z.int().optional().describe('Unix seconds.'),
    owner: widSchema.optional(),
    subject: z.string(),
    subjectTime: z.int(),
    desc: z.string().optional(),
    descTime: z.int(),
    restrict: z.boolean().describe('Only admins change subject, description and picture.'),
    announce: z.boolean().describe('Only admins write.'),
    noFrequentlyForwarded: z.boolean(),
    ephemeralDuration: z.int(),
    membershipApprovalMode: z.boolean(),
    size: z.int(),
    support: z.boolean(),
    suspended: z.boolean(),
    terminated: z.boolean(),
    uniqueShortNameMap: z.record(z.string(), z.unknown()),
    isParentGroup: z.boolean(),
    isParentGroupClosed: z.boolean(),
    defaultSubgroup: z.boolean(),
    lastActivityTimestamp: z.int(),
    lastSeenActivityTimestamp: z.int(),
    incognito: z.boolean(),
    participants: z.array(participantSchema),
    pendingParticipants: z.array(participantSchema),
    pastParticipants: z.array(z.record(z.string(), z.unknown())),
    membershipApprovalRequests: z.array(z.record(z.string(), z.unknown())),
  }),
);

const chat = {
  id: widSchema,
  name: z.string(),
  isGroup: z.boolean(),
  isReadOnly: z.boolean(),
  unreadCount: z.int().describe('-1 where nothing is new, and the chat was marked as unread'),
  timestamp: z.int().describe('Unix seconds of the last activity; 0 when there was none.'),
  archived: z.boolean(),
  pinned: z.boolean(),
  isMuted: z.boolean(),
  muteExpiration: z.int().describe('Unix seconds; 0: not muted, -1: muted for ever.'),
  lastMessage: messageSchema.optional(),
};

export const chatSchema = named(
  'Chat',
  'A chat. One of a group also has `groupMetadata`.',
  z.object({ groupMetadata: groupMetadataSchema.optional(), ...chat }),
);

export const groupChatSchema = named(
  'GroupChat',
  'The chat of a group.',
  z.object({ groupMetadata: groupMetadataSchema, ...chat }),
);

export const registeredSchema = named(
  'RegisteredUser',
  'Whether somebody has WhatsApp.',
  z.object({ isRegistered: z.boolean() }),
);

export const archiveRequestSchema = named(
  'ArchiveRequest',
  'Without a body the chat is archived.',
  z.object({ archive: z.boolean().describe('`false` brings the chat back.').meta({ example: true }) }),
);
