import { getContentType, normalizeMessageContent, type proto } from '@whiskeysockets/baileys';
import type { MessageContent } from '@columba/core';
import { readButtonReply, readButtons, readTemplateReply } from './buttons.content.js';
import { readContact, readContacts } from './contact.content.js';
import { readEvent } from './event.content.js';
import { readGroupInvite } from './group-invite.content.js';
import { readList, readListReply } from './list.content.js';
import { readLiveLocation, readLocation } from './location.content.js';
import { readAudio, readDocument, readImage, readSticker, readVideo, readVideoNote } from './media.content.js';
import { readPoll } from './poll.content.js';
import { readExtendedText, readText } from './text.content.js';

type Field = keyof proto.IMessage;
type ReaderOf<F extends Field> = (value: NonNullable<proto.IMessage[F]>, id: string) => MessageContent;

/** By WhatsApp's own name of the kind. */
const READERS: { [F in Field]?: ReaderOf<F> } = {
  conversation: readText,
  extendedTextMessage: readExtendedText,
  imageMessage: readImage,
  videoMessage: readVideo,
  ptvMessage: readVideoNote,
  audioMessage: readAudio,
  documentMessage: readDocument,
  stickerMessage: readSticker,
  locationMessage: readLocation,
  liveLocationMessage: readLiveLocation,
  contactMessage: readContact,
  contactsArrayMessage: readContacts,
  pollCreationMessage: readPoll,
  pollCreationMessageV2: readPoll,
  pollCreationMessageV3: readPoll,
  pollCreationMessageV5: readPoll,
  eventMessage: readEvent,
  buttonsMessage: readButtons,
  buttonsResponseMessage: readButtonReply,
  templateButtonReplyMessage: readTemplateReply,
  listMessage: readList,
  listResponseMessage: readListReply,
  groupInviteMessage: readGroupInvite,
};

/** Kinds that speak about another message, or to devices; none of them is a message in the chat. */
const SILENT = new Set<Field>([
  'protocolMessage',
  'reactionMessage',
  'encReactionMessage',
  'pollUpdateMessage',
  'pinInChatMessage',
  'keepInChatMessage',
  'encEventResponseMessage',
  'messageHistoryNotice',
]);

/**
 * What a message says; `undefined` when it says nothing to a person, as messages between devices do.
 * @param id the message's own, by which its file is named
 */
export function toContent(message: proto.IMessage | null | undefined, id: string): MessageContent | undefined {
  const inner = normalizeMessageContent(message);
  const field = getContentType(inner);
  if (!inner || !field || SILENT.has(field)) return undefined;
  // The table pairs each field with its reader; the compiler cannot follow the pair through an index.
  const reader = READERS[field] as ((value: unknown, id: string) => MessageContent) | undefined;
  const content = reader?.(inner[field], id);
  if (content && isOnce(message)) return { ...content, viewOnce: true } as MessageContent;
  return content ?? { kind: 'unsupported', reason: 'unknown_kind', whatsappType: field };
}

/** Older clients say it only by what they wrap the message in. */
const isOnce = (message: proto.IMessage | null | undefined): boolean =>
  Boolean(message?.viewOnceMessage ?? message?.viewOnceMessageV2 ?? message?.viewOnceMessageV2Extension);

/** The settings that any kind of message may carry: what it quotes, whom it mentions, how long it stays. */
export function contextOf(message: proto.IMessage | null | undefined): proto.IContextInfo | undefined {
  const inner = normalizeMessageContent(message);
  const field = getContentType(inner);
  const value: unknown = inner && field ? inner[field] : undefined;
  if (typeof value !== 'object' || value === null || !('contextInfo' in value)) return undefined;
  return (value.contextInfo as proto.IContextInfo | null) ?? undefined;
}
