import {
  generateWAMessageContent,
  generateWAMessageFromContent,
  getContentType,
  normalizeMessageContent,
  proto,
  type MediaType,
} from '@whiskeysockets/baileys';
import type { GroupsPort, Jid, MessageId, OutgoingContent, OutgoingMedia, SendOptions, SentStore } from '@columba/core';
import { TYPE_OF } from '../media/media-part.js';
import type { SealedFile } from '../media/seal.js';
import type { Uploaded } from '../media/upload.js';
import type { Me } from '../people/parties.js';
import { contextOf } from './content/incoming.js';
import { fieldOf, fromFile, isOutgoingFile } from './content/media.content.js';
import { inviteOf } from './content/group-invite.content.js';
import { fromContent } from './content/outgoing.js';
import type { OriginalBook } from './originals/original-book.js';

/** How an invitation to a group is got from WhatsApp. */
export type Inviting = Pick<GroupsPort, 'get' | 'invite'>;

export interface Draft {
  chat: Jid;
  content: OutgoingContent;
  options: SendOptions;
}

/** Only files are uploaded, and the library never gets one. */
const upload = () => Promise.reject(new Error('Nothing of this kind is uploaded'));

/** Seals a file and hands it to WhatsApp. */
export type SendFile = (media: OutgoingMedia, type: MediaType) => Promise<SealedFile & Uploaded>;

/** What a message is made with. */
export interface DraftParts {
  me: Me;
  sent: SentStore;
  originals: OriginalBook;
  groups: Inviting;
  sendFile: SendFile;
  now: Date;
}

/**
 * The exact message for an id: made once, stored before the first byte leaves, and the same again on every retry. A
 * poll keeps its secret so, and a file its key and its place.
 */
export async function messageFor({ chat, content, options }: Draft, parts: DraftParts): Promise<proto.Message> {
  const { me, sent } = parts;
  const { messageId, quoted } = options;
  return keptMessage(sent, chat, messageId, async () => {
    if (quoted) parts.originals.assertKnown(quoted);
    const made = generateWAMessageFromContent(chat, await said(content, chat, parts), {
      messageId,
      userJid: me.id,
    });
    return refer(made.message ?? {}, chat, options, parts);
  });
}

async function said(content: OutgoingContent, jid: Jid, parts: DraftParts): Promise<proto.IMessage> {
  if (content.kind === 'groupInvite') return inviteOf(content, parts.groups);
  if (!isOutgoingFile(content)) return generateWAMessageContent(fromContent(content), { jid, upload });
  return fromFile(content, await parts.sendFile(content.media, TYPE_OF[fieldOf(content)]), parts.now);
}

/** What was kept under the id, or what `make` makes, kept from now on. */
export async function keptMessage(
  sent: SentStore,
  chat: Jid,
  id: MessageId,
  make: () => proto.IMessage | Promise<proto.IMessage>,
): Promise<proto.Message> {
  const kept = sent.get(chat, id);
  if (kept) return proto.Message.decode(kept);
  const bytes = proto.Message.encode(await make()).finish();
  sent.keep(chat, id, bytes);
  // Somebody may have been faster; the first bytes count.
  return proto.Message.decode(sent.get(chat, id) ?? bytes);
}

/** WhatsApp's number for all members of the group. */
export const EVERYBODY = 1;

/** Puts what the message quotes and whom it mentions into it. */
function refer(
  made: proto.IMessage,
  chat: Jid,
  { quoted, mentions, mentionAll, disappearingSeconds }: SendOptions,
  { me, originals }: DraftParts,
): proto.Message {
  const message = proto.Message.create(made);
  if (!quoted && !mentions?.length && !mentionAll && !disappearingSeconds) return message;
  const context: proto.IContextInfo = contextOf(message) ?? contextFor(message);
  if (mentions?.length) context.mentionedJid = mentions;
  if (mentionAll) context.nonJidMentions = EVERYBODY;
  if (disappearingSeconds) context.expiration = disappearingSeconds;
  if (!quoted) return message;
  context.stanzaId = quoted.id;
  context.participant = quoted.fromMe ? me.id.replace(/:\d+@/, '@') : (quoted.participant ?? quoted.chat);
  if (quoted.chat !== chat) context.remoteJid = quoted.chat;
  // A quote inside a quote is shown to nobody.
  const original = normalizeMessageContent(originals.find(quoted));
  const inner = contextOf(original);
  if (inner) delete inner.quotedMessage;
  context.quotedMessage = original ?? { conversation: '' };
  return message;
}

/** Gives the message's own part, however it is wrapped, a context to write into. */
function contextFor(message: proto.Message): proto.IContextInfo {
  const context: proto.IContextInfo = {};
  const inner = normalizeMessageContent(message);
  const field = getContentType(inner);
  const part: unknown = inner && field ? inner[field] : undefined;
  if (typeof part === 'object' && part !== null) Object.assign(part, { contextInfo: context });
  return context;
}
