import type { MediaFile } from './files.js';
import type { PhoneNumber } from './ids.js';

/** What a message says, in terms of no engine. Doors translate each kind to and from their own form. Times are milliseconds. */
export interface TextContent {
  kind: 'text';
  text: string;
  /** What is shown of a page that the text links to; `thumbnail` is a JPEG in base64. */
  preview?:
    { url: string; title: string; description?: string | undefined; thumbnail?: string | undefined } | undefined;
}
export interface ImageContent {
  kind: 'image';
  file: MediaFile;
  caption?: string | undefined;
  /** To be looked at once, on a phone: linked devices get nothing to open. */
  viewOnce?: boolean | undefined;
}
export interface VideoContent {
  kind: 'video';
  file: MediaFile;
  /** `note` is the round one. */
  style: 'normal' | 'gif' | 'note';
  caption?: string | undefined;
  viewOnce?: boolean | undefined;
}
export interface AudioContent {
  kind: 'audio';
  file: MediaFile;
}
export interface VoiceContent {
  kind: 'voice';
  file: MediaFile;
  /** Loudness, 0 to 100. */
  waveform?: number[] | undefined;
  viewOnce?: boolean | undefined;
}
export interface DocumentContent {
  kind: 'document';
  file: MediaFile;
  caption?: string | undefined;
}
export interface StickerContent {
  kind: 'sticker';
  file: MediaFile;
  animated: boolean;
}
export interface LocationContent {
  kind: 'location';
  latitude: number;
  longitude: number;
  name?: string | undefined;
  address?: string | undefined;
  live?: boolean | undefined;
}
export interface ContactContent {
  kind: 'contact';
  contacts: { name: string; vcard: string }[];
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
  startsAt: number;
  endsAt?: number | undefined;
  description?: string | undefined;
  location?: string | undefined;
  joinLink?: string | undefined;
  cancelled?: boolean | undefined;
}
export interface ButtonsContent {
  kind: 'buttons';
  text: string;
  buttons: { id: string; text: string }[];
  footer?: string | undefined;
}
export interface ListContent {
  kind: 'list';
  text: string;
  buttonText: string;
  sections: {
    title?: string | undefined;
    rows: { id: string; title: string; description?: string | undefined }[];
  }[];
  footer?: string | undefined;
}
export interface ButtonReplyContent {
  kind: 'buttonReply';
  buttonId: string;
  text: string;
}
export interface ListReplyContent {
  kind: 'listReply';
  rowId: string;
  title: string;
}
export interface GroupInviteContent {
  kind: 'groupInvite';
  /** The group's address as it is spelled everywhere. */
  groupId: string;
  groupName?: string | undefined;
  code: string;
  expiresAt?: number | undefined;
  caption?: string | undefined;
}
/** From now on what is written in this chat disappears after a while. */
export interface DisappearingContent {
  kind: 'disappearing';
  /** 0: no longer. */
  seconds: number;
}
/** Shown on phones only: a linked device is told that it exists, and gets nothing to open. */
export interface ViewOnceContent {
  kind: 'viewOnce';
}

/** A form that no door has a neutral word for yet; `note` names it for whoever reads the view. */
export interface UnsupportedContent {
  kind: 'unsupported';
  note: string;
}

/** Another message of the same chat. */
export interface Target {
  sender: PhoneNumber;
  id: string;
}
export interface ReactionContent {
  kind: 'reaction';
  target: Target;
  /** null takes it back. */
  emoji: string | null;
}
export interface EditContent {
  kind: 'edit';
  target: Target;
  text: string;
}
export interface RevokeContent {
  kind: 'revoke';
  target: Target;
}
export interface VoteContent {
  kind: 'vote';
  target: Target;
  options: string[];
}
export interface PinContent {
  kind: 'pin';
  target: Target;
  /** 0 lets go. */
  seconds: number;
}

/** A message that changes another one instead of saying something. */
export type ChangeContent = ReactionContent | EditContent | RevokeContent | VoteContent | PinContent;

/** A message with a file. */
export type MediaContent = ImageContent | VideoContent | AudioContent | VoiceContent | DocumentContent | StickerContent;

export type MessageContent =
  | TextContent
  | MediaContent
  | LocationContent
  | ContactContent
  | PollContent
  | EventContent
  | ButtonsContent
  | ListContent
  | ButtonReplyContent
  | ListReplyContent
  | GroupInviteContent
  | DisappearingContent
  | ViewOnceContent
  | ChangeContent
  | UnsupportedContent;
/** Whether words can stand below it. */
export const hasCaption = (content: MessageContent): content is ImageContent | VideoContent | DocumentContent =>
  content.kind === 'image' || content.kind === 'video' || content.kind === 'document';

export type ContentKind = MessageContent['kind'];

/** What a message of any kind may carry besides. */
export interface MessageNotes {
  quoted?: Target | undefined;
  mentions?: PhoneNumber[] | undefined;
  /** Everybody in the group is meant. */
  mentionsAll?: true | undefined;
  forwarded?: boolean | undefined;
  /** Seconds after which the message disappears. */
  expiresAfter?: number | undefined;
  /** Key to the answers (votes), 64 hexadecimal digits; polls and events have one. */
  secret?: string | undefined;
}
