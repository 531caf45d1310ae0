import { FOR_EVER, type Chat, type Group } from '@columba/core';
import { unixSeconds } from '../gajosu-content.presenter.js';
import { presentWid, type Wid } from '../gajosu-ids.js';
import { type GajosuGroupMetadata, presentGroupMetadata } from '../groups/gajosu-group.presenter.js';
import type { GajosuFullMessage } from '../messages/gajosu-raw-message.presenter.js';

export interface GajosuChat {
  groupMetadata?: GajosuGroupMetadata;
  id: Wid;
  name: string;
  isGroup: boolean;
  isReadOnly: boolean;
  unreadCount: number;
  /** Unix seconds; 0 when nothing was said yet. */
  timestamp: number;
  archived: boolean;
  pinned: boolean;
  isMuted: boolean;
  /** Unix seconds; 0 when it is not muted, -1 when it is for ever. */
  muteExpiration: number;
  lastMessage?: GajosuFullMessage;
}

/** What a chat is shown with, beside itself. */
export interface ChatSurroundings {
  /** The name of whoever it is with. */
  name?: string;
  group?: Group;
  lastMessage?: GajosuFullMessage;
  now: Date;
}

/** WhatsApp Web's own number for a chat with nothing new in it that the owner marked as unread. */
const MARKED_UNREAD = -1;

export function presentChat(chat: Chat, { name, group, lastMessage, now }: ChatSurroundings): GajosuChat {
  const { id, mutedUntil, lastActivityAt } = chat;
  const wid = presentWid(id);
  const isMuted = mutedUntil !== null && mutedUntil > now;
  return {
    ...(group && { groupMetadata: presentGroupMetadata(group) }),
    id: wid,
    name: group?.subject ?? chat.name ?? name ?? wid.user,
    isGroup: chat.kind === 'group',
    isReadOnly: chat.readOnly,
    unreadCount: chat.unreadCount === 0 && chat.markedUnread ? MARKED_UNREAD : chat.unreadCount,
    timestamp: lastActivityAt ? unixSeconds(lastActivityAt) : (lastMessage?.timestamp ?? 0),
    archived: chat.archived,
    pinned: chat.pinned,
    isMuted,
    muteExpiration: isMuted ? muteEnd(mutedUntil) : 0,
    ...(lastMessage && { lastMessage }),
  };
}

/** -1 is WhatsApp Web's own number for "always". */
const muteEnd = (until: Date): number => (until >= FOR_EVER ? -1 : unixSeconds(until));
