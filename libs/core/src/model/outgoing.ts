import type { Jid } from '../ids.js';
import type {
  ButtonsContent,
  ContactContent,
  EventContent,
  ListContent,
  LocationContent,
  PollContent,
} from './content.js';
import type { OutgoingMedia } from './media.js';

export interface OutgoingText {
  kind: 'text';
  text: string;
  /** Shown below the text; all of it is given, nothing is fetched. */
  preview?: LinkPreview;
}
export interface LinkPreview {
  /** As it stands in the text. */
  url: string;
  title: string;
  description?: string;
  /** A JPEG of at most 10 kB, base64. */
  thumbnail?: string;
}
export interface OutgoingImage {
  kind: 'image';
  media: OutgoingMedia;
  caption?: string;
  viewOnce?: boolean;
}
export interface OutgoingVideo {
  kind: 'video';
  media: OutgoingMedia;
  caption?: string;
  viewOnce?: boolean;
  style: 'normal' | 'gif' | 'note';
}
export interface OutgoingAudio {
  kind: 'audio';
  media: OutgoingMedia;
}
export interface OutgoingVoice {
  kind: 'voice';
  /** Converted to ogg/opus before an engine sees it. */
  media: OutgoingMedia;
  durationSeconds?: number;
  /** 64 loudness values, 0–100. */
  waveform?: number[];
}
export interface OutgoingDocument {
  kind: 'document';
  media: OutgoingMedia;
  caption?: string;
}
export interface OutgoingSticker {
  kind: 'sticker';
  /** WebP by the time an engine sees it. */
  media: OutgoingMedia;
  animated?: boolean;
}
export interface OutgoingGroupInvite {
  kind: 'groupInvite';
  groupId: Jid;
  caption?: string;
}

/** What can be sent: the input twin of `MessageContent`. A union on `kind`. */
export type OutgoingContent =
  | OutgoingText
  | OutgoingImage
  | OutgoingVideo
  | OutgoingAudio
  | OutgoingVoice
  | OutgoingDocument
  | OutgoingSticker
  | Omit<LocationContent, 'live'>
  | ContactContent
  | PollContent
  | Omit<EventContent, 'cancelled'>
  | ButtonsContent
  | ListContent
  | OutgoingGroupInvite;

export type OutgoingKind = OutgoingContent['kind'];
