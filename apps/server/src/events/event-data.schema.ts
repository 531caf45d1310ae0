import {
  ERROR_CODES,
  HISTORY_PARTS,
  SESSION_STATES,
  STATE_REASONS,
  type Chat,
  type Contact,
  type EventType,
  type Group,
  type Label,
} from '@columba/core';
import { z } from 'zod';
import { instant, component } from '../common/openapi/component.js';
import { CHAT_KINDS, chatRefSchema } from '../messages/chat-ref.schema.js';
import { mediaSchema } from '../messages/content/media.content.js';
import { messageErrorSchema } from '../messages/message-error.schema.js';
import { messageStatus } from '../messages/message-status.schema.js';
import { messageId, messageSchema } from '../messages/messages.schema.js';
import { jid, personSchema } from '../messages/person.schema.js';
import { accountSchema } from '../sessions/sessions.schema.js';

const changed = z.array(z.string()).describe('Names of the fields that changed.');
const by = personSchema.describe('Who did it.');
const onMessage = { messageId, chat: chatRefSchema, by };
const withMessage = z.object({ message: messageSchema });
const vote = { messageId, chat: chatRefSchema, voter: personSchema };

/** The fields that a change may tell of: all optional but the id. */
const chat = z.object({
  id: jid,
  kind: z.enum(CHAT_KINDS).optional(),
  name: z.string().optional(),
  unreadCount: z.int().optional(),
  markedUnread: z.boolean().optional(),
  archived: z.boolean().optional(),
  pinned: z.boolean().optional(),
  mutedUntil: instant.nullable().optional().describe('null: not muted.'),
  disappearingSeconds: z.int().optional().describe('0: messages do not disappear.'),
  lastActivityAt: instant.optional(),
  readOnly: z.boolean().optional(),
} satisfies Record<keyof Chat, z.ZodType>);

const contact = z.object({
  ...personSchema.shape,
  savedName: z.string().optional().describe("The name in the account's address book."),
  pushName: z.string().optional().describe('The name that the contact chose.'),
  verifiedName: z.string().optional().describe('The name of a business that WhatsApp has verified.'),
  business: z.boolean().optional(),
  blocked: z.boolean().optional(),
  pictureId: z.string().optional().describe('Changes with the profile picture.'),
  about: z.string().optional(),
} satisfies Record<keyof Contact, z.ZodType>);

const groupFields = {
  id: jid,
  subject: z.string(),
  subjectChangedAt: instant.optional(),
  description: z.string().optional(),
  descriptionChangedAt: instant.optional(),
  owner: personSchema.optional(),
  createdAt: instant.optional(),
  announceOnly: z.boolean().describe('Only admins may send.'),
  locked: z.boolean().describe('Only admins may change subject, description and picture.'),
  joinApproval: z.boolean().describe('Admins must let new members in.'),
  membersCanAdd: z.boolean(),
  disappearingSeconds: z.int(),
  participants: z.array(z.object({ ...personSchema.shape, role: z.enum(['owner', 'admin', 'member']) })),
} satisfies Record<keyof Group, z.ZodType>;

export const groupSchema = component('Group', 'A group and who is in it.', z.object(groupFields));
const groupChange = z.object(groupFields).partial().required({ id: true });

const label = z.object({
  id: z.string(),
  name: z.string(),
  color: z.int().describe("Index into WhatsApp's palette, 0 to 19."),
} satisfies Record<keyof Label, z.ZodType>);

/** What each type of event says. Exhaustive: a new type does not compile until it stands here. */
export const EVENT_DATA = {
  'session.state_changed': z.object({
    state: z.enum(SESSION_STATES),
    previousState: z.enum(SESSION_STATES),
    reason: z.enum(STATE_REASONS).optional(),
    detail: z.string().optional(),
    until: instant.optional(),
    account: accountSchema.optional(),
  }),
  'session.pairing_changed': z
    .object({ kind: z.enum(['none', 'qr', 'code']), expiresAt: instant.optional() })
    .describe('Never holds the QR or the code itself: ask `getPairing`.'),
  'session.restricted': z.object({
    kind: z.enum(['new_chats', 'sending', 'temporary_ban']),
    until: instant.optional(),
  }),
  'session.security_notice': z.object({ code: z.string() }),
  'message.received': withMessage,
  'message.sent': withMessage,
  'message.status_changed': z.object({
    messageId,
    chat: chatRefSchema,
    status: messageStatus,
    previousStatus: messageStatus.optional(),
    participant: jid.optional().describe('The recipient it is about; in groups there are many.'),
    messageStatus: messageStatus
      .optional()
      .describe('With `participant`: as far as every recipient has come, where this brought the message further.'),
    error: messageErrorSchema.optional(),
  }),
  'message.edited': z.object({ ...onMessage, text: z.string(), editedAt: instant }),
  'message.revoked': z.object({ ...onMessage, scope: z.enum(['everyone', 'me']), original: messageSchema.optional() }),
  'message.reacted': z.object({ ...onMessage, emoji: z.string().nullable().describe('null: taken back.') }),
  'message.starred': z.object({ ...onMessage, starred: z.boolean() }),
  'message.pinned': z.object({ ...onMessage, pinned: z.boolean(), until: instant.optional() }),
  'message.undecryptable': withMessage,
  'message.recovered': withMessage,
  'media.changed': z.object({ messageId, chat: chatRefSchema, media: mediaSchema }),
  'poll.voted': z.object({ ...vote, options: z.array(z.string()) }),
  'poll.vote_unreadable': z.object(vote),
  'chat.updated': z.object({ chat, changed }),
  'chat.removed': z.object({ chat: chatRefSchema }),
  'contact.updated': z.object({ contact, changed }),
  'identity.changed': z.object({
    previousId: jid,
    id: jid,
    phone: z.string().optional(),
    lid: jid.optional(),
    reason: z.enum(['learnt', 'moved']),
  }),
  'group.joined': z.object({ group: groupSchema, by: by.optional() }),
  'group.left': z.object({ groupId: jid, by: by.optional() }),
  'group.updated': z.object({ group: groupChange, by: by.optional(), changed }),
  'group.participants_changed': z.object({
    groupId: jid,
    action: z.enum(['add', 'remove', 'promote', 'demote']),
    participants: z.array(personSchema),
    by: by.optional(),
  }),
  'group.join_requested': z.object({ groupId: jid, person: personSchema }),
  'presence.changed': z.object({
    chat: chatRefSchema,
    participant: personSchema,
    presence: z.enum(['available', 'unavailable', 'composing', 'recording', 'paused']),
    lastSeenAt: instant.optional(),
  }),
  'call.offered': z.object({ callId: z.string(), from: personSchema, video: z.boolean(), group: z.boolean() }),
  'call.ended': z.object({
    callId: z.string(),
    from: personSchema,
    outcome: z.enum(['missed', 'rejected', 'accepted_elsewhere', 'ended']).optional(),
  }),
  'history.received': z.object({
    part: z.enum(HISTORY_PARTS),
    progress: z.number().optional().describe('Percent of everything the phone hands over, as the phone counts.'),
    chats: z.int(),
    contacts: z.int(),
    messages: z.int(),
  }),
  'history.failed': z.object({ part: z.enum(HISTORY_PARTS), code: z.enum(ERROR_CODES) }),
  'label.updated': z.object({ label }),
  'label.removed': z.object({ labelId: z.string() }),
  'chat.labels_changed': z.object({ chat: chatRefSchema, labelIds: z.array(z.string()) }),
} satisfies Record<EventType, z.ZodObject>;

export type EventData<T extends EventType> = z.output<(typeof EVENT_DATA)[T]>;
