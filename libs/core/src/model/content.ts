import type { Jid, MessageId } from '../ids.js';
import type { Media } from './media.js';
import type { Person } from './person.js';

export interface TextContent {
  kind: 'text';
  text: string;
  preview?: { url: string; title?: string; description?: string };
}
export interface ImageContent {
  kind: 'image';
  media: Media;
  caption?: string;
  viewOnce?: boolean;
}
export interface VideoContent {
  kind: 'video';
  media: Media;
  caption?: string;
  viewOnce?: boolean;
  /** `note` is the round video. */
  style: 'normal' | 'gif' | 'note';
}
export interface AudioContent {
  kind: 'audio';
  media: Media;
}
export interface VoiceContent {
  kind: 'voice';
  media: Media;
  viewOnce?: boolean;
}
export interface DocumentContent {
  kind: 'document';
  media: Media;
  caption?: string;
}
export interface StickerContent {
  kind: 'sticker';
  media: Media;
  animated: boolean;
}
export interface LocationContent {
  kind: 'location';
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
  live: boolean;
}
export interface ContactCard {
  name: string;
  /** E.164 where the card gives a usable number, else as written. */
  phones: string[];
  vcard: string;
}
export interface ContactContent {
  kind: 'contact';
  contacts: ContactCard[];
}
export interface PollContent {
  kind: 'poll';
  question: string;
  options: string[];
  /** 0 = any number. */
  selectableCount: number;
}
export interface EventContent {
  kind: 'event';
  name: string;
  startsAt: Date;
  endsAt?: Date;
  description?: string;
  location?: string;
  joinLink?: string;
  cancelled: boolean;
}
export interface ButtonsContent {
  kind: 'buttons';
  text: string;
  buttons: { id: string; text: string }[];
  footer?: string;
}
export interface ListContent {
  kind: 'list';
  text: string;
  buttonText: string;
  sections: ListSection[];
  footer?: string;
}
export interface ListSection {
  title?: string;
  rows: { id: string; title: string; description?: string }[];
}
export interface ButtonReplyContent {
  kind: 'buttonReply';
  buttonId: string;
  text: string;
  messageId?: MessageId;
}
export interface ListReplyContent {
  kind: 'listReply';
  rowId: string;
  title: string;
  messageId?: MessageId;
}
export interface PollVoteContent {
  kind: 'pollVote';
  messageId: MessageId;
  options: string[];
}
export interface GroupInviteContent {
  kind: 'groupInvite';
  groupId: Jid;
  groupName?: string;
  code: string;
  expiresAt?: Date;
  caption?: string;
}
export interface SystemContent {
  kind: 'system';
  /** The domain's word for what happened, for example `participants_added`. */
  action: string;
  persons: Person[];
  text?: string;
}
export interface UnsupportedContent {
  kind: 'unsupported';
  reason: 'unknown_kind' | 'undecryptable' | 'view_once';
  /** WhatsApp's own name of the kind, where it has one. */
  whatsappType?: string;
}

/** What a message says. A union on `kind`. */
export type MessageContent =
  | TextContent
  | ImageContent
  | VideoContent
  | AudioContent
  | VoiceContent
  | DocumentContent
  | StickerContent
  | LocationContent
  | ContactContent
  | PollContent
  | EventContent
  | ButtonsContent
  | ListContent
  | ButtonReplyContent
  | ListReplyContent
  | PollVoteContent
  | GroupInviteContent
  | SystemContent
  | UnsupportedContent;

export type ContentKind = MessageContent['kind'];
