import type { Jid } from '../ids.js';
import type { Person } from './person.js';

export type ChatKind = 'person' | 'group' | 'channel' | 'broadcast' | 'status';

/** `mutedUntil` of a chat that is muted without an end. */
export const FOR_EVER = new Date('9999-12-31T00:00:00.000Z');

export interface Chat {
  id: Jid;
  kind: ChatKind;
  name?: string;
  unreadCount: number;
  markedUnread: boolean;
  archived: boolean;
  pinned: boolean;
  /** `null`: not muted; {@link FOR_EVER}: without an end. */
  mutedUntil: Date | null;
  /** 0: messages do not disappear. */
  disappearingSeconds: number;
  lastActivityAt?: Date;
  readOnly: boolean;
}

export interface Contact extends Person {
  /** The name in the account's address book. */
  savedName?: string;
  /** The name that the contact chose. */
  pushName?: string;
  /** The name of a business that WhatsApp has verified. */
  verifiedName?: string;
  business: boolean;
  blocked: boolean;
  /** Changes with the profile picture; absent: none, or not known. */
  pictureId?: string;
  about?: string;
}

export type PresenceState = 'available' | 'unavailable' | 'composing' | 'recording' | 'paused';

export interface Label {
  id: string;
  name: string;
  /** Index into WhatsApp's palette, 0–19. */
  color: number;
}

export interface Account {
  id: Jid;
  phone?: string;
  lid?: Jid;
  name?: string;
}
