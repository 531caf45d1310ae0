import { proto, type WAPatchCreate } from '@whiskeysockets/baileys';
import { isGroup, type Jid, type Label, type LastMessage, type MessageKey } from '@columba/core';
import { wireKey } from '../messages/acts.js';

/** A setting for all devices of the account, before it gets its time. */
export type Patch = Omit<WAPatchCreate, 'operation'>;

type Value = Omit<proto.ISyncActionValue, 'timestamp'>;

/** Collection and version are those under which WhatsApp Web writes this kind. */
const patch = (type: Patch['type'], apiVersion: number, index: string[], syncAction: Value): Patch => ({
  type,
  apiVersion,
  index,
  syncAction,
});

export const archivePatch = (chat: Jid, archived: boolean, range: Range): Patch =>
  patch('regular_low', 3, ['archive', chat], { archiveChatAction: { archived, messageRange: range } });

export const pinPatch = (chat: Jid, pinned: boolean): Patch =>
  patch('regular_low', 5, ['pin_v1', chat], { pinAction: { pinned } });

export const mutePatch = (chat: Jid, until: Date | null): Patch =>
  patch('regular_high', 2, ['mute', chat], {
    muteAction: until ? { muted: true, muteEndTimestamp: until.getTime() } : { muted: false },
  });

export const unreadPatch = (chat: Jid, unread: boolean, range: Range): Patch =>
  patch('regular_low', 3, ['markChatAsRead', chat], { markChatAsReadAction: { read: !unread, messageRange: range } });

/** `1`: starred messages go, too; `0`: media files stay on the phone. */
export const clearPatch = (chat: Jid, range: Range): Patch =>
  patch('regular_high', 6, ['clearChat', chat, '1', '0'], { clearChatAction: { messageRange: range } });

export const deletePatch = (chat: Jid, range: Range): Patch =>
  patch('regular_high', 6, ['deleteChat', chat, '1'], { deleteChatAction: { messageRange: range } });

export const starPatch = (target: MessageKey, starred: boolean): Patch =>
  patch('regular_low', 2, ['star', ...indexOf(target)], { starAction: { starred } });

export const hidePatch = (target: MessageKey, occurredAt: Date): Patch =>
  patch('regular_high', 3, ['deleteMessageForMe', ...indexOf(target)], {
    deleteMessageForMeAction: { deleteMedia: false, messageTimestamp: secondsOf(occurredAt) },
  });

export const contactPatch = (phone: Jid, name: string, lid: Jid | undefined): Patch =>
  patch('critical_unblock_low', 2, ['contact', phone], {
    contactAction: { fullName: name, saveOnPrimaryAddressbook: true, ...(lid ? { lidJid: lid } : {}) },
  });

export const namePatch = (name: string): Patch =>
  patch('critical_block', 1, ['setting_pushName'], { pushNameSetting: { name } });

export const labelPatch = (chat: Jid, label: string, attached: boolean): Patch =>
  patch('regular', 3, ['label_jid', label, chat], { labelAssociationAction: { labeled: attached } });

/** `null`: the label is no more. */
export const labelEditPatch = (id: string, label: Pick<Label, 'name' | 'color'> | null): Patch =>
  patch('regular', 3, ['label_edit', id], {
    labelEditAction: label ? { name: label.name, color: label.color, deleted: false } : { deleted: true },
  });

type Range = proto.SyncActionValue.ISyncActionMessageRange;

/** Up to where a change goes: WhatsApp leaves alone what came later. Without a last message, up to now. */
export function rangeTo(last: LastMessage | undefined, now: Date): Range {
  const lastMessageTimestamp = secondsOf(last?.occurredAt ?? now);
  const messages = last ? [{ key: wireKey(last.key), timestamp: lastMessageTimestamp }] : [];
  return { lastMessageTimestamp, messages };
}

/** The part of an index that names a message. */
const indexOf = ({ chat, id, fromMe, participant }: MessageKey): string[] => [
  chat,
  id,
  fromMe ? '1' : '0',
  isGroup(chat) && !fromMe && participant ? participant : '0',
];

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1000);
