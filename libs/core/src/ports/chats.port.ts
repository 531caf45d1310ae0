import type { Jid } from '../ids.js';
import type { Label, PresenceState } from '../model/chat.js';
import type { MessageKey } from '../model/message.js';

/** The last message of a chat; WhatsApp wants it named in every change of a chat's state. */
export interface LastMessage {
  key: MessageKey;
  occurredAt: Date;
}

/** Settings of a chat that the account's own devices share. */
export interface ChatsPort {
  archive(chat: Jid, archived: boolean, last?: LastMessage): Promise<void>;
  pin(chat: Jid, pinned: boolean): Promise<void>;
  /** `null` unmutes. */
  mute(chat: Jid, until: Date | null): Promise<void>;
  markUnread(chat: Jid, unread: boolean, last?: LastMessage): Promise<void>;
  clear(chat: Jid, last?: LastMessage): Promise<void>;
  delete(chat: Jid, last?: LastMessage): Promise<void>;
  setDisappearing(chat: Jid, seconds: number): Promise<void>;
  listLabels(): Promise<Label[]>;
  setLabel(chat: Jid, labelId: string, attached: boolean): Promise<void>;
  /** Makes the label, or gives the one with this id another name and colour. */
  saveLabel(label: Label): Promise<void>;
  /** Also takes it off all chats. @throws NotFoundError */
  removeLabel(labelId: string): Promise<void>;
}

export interface PresencePort {
  /** Shows this account as online or not. */
  set(presence: 'available' | 'unavailable'): Promise<void>;
  /** Shows "typing …" or "recording …" in a chat; WhatsApp ends it by itself after some seconds. */
  setInChat(chat: Jid, presence: Extract<PresenceState, 'composing' | 'recording' | 'paused'>): Promise<void>;
  /** From now on `presence.changed` facts tell of this person. */
  subscribe(person: Jid): Promise<void>;
  /** No longer. Without effect when it was not asked for. */
  unsubscribe(person: Jid): Promise<void>;
}
