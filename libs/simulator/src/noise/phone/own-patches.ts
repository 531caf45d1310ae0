import type { WAPatchCreate } from 'baileys-codec/lib/Types/Chat.js';
import { proto } from 'baileys-codec/WAProto/index.js';
import { chatOf, isGroupChat, type MessageKey, type PhoneNumber, type Target } from '../../world/ids.js';
import type { OwnChange } from '../../world/own-changes.js';
import type { JidBook } from '../jid.js';
import { numberOf } from './kinds/kind.js';

const { SET, REMOVE } = proto.SyncdMutation.SyncdOperation;

type Value = Omit<proto.ISyncActionValue, 'timestamp'>;
type Writer<K extends OwnChange['kind']> = (change: Extract<OwnChange, { kind: K }>, names: Names) => WAPatchCreate;

/** How the account's phone names the chats and people of its patches. */
export class Names {
  constructor(
    private readonly jids: JidBook,
    private readonly hidden: (account: PhoneNumber) => boolean,
    readonly account: PhoneNumber,
  ) {}

  chat(target: Target): string {
    return isGroupChat(target) ? this.jids.ofChat(target, 'pn') : this.person(target);
  }

  person(number: PhoneNumber): string {
    return this.jids.of(number, this.hidden(number) ? 'lid' : 'pn');
  }

  /** The part of an index that names a message; its author only where that is not clear. */
  message({ chat, sender, id }: MessageKey): string[] {
    const fromMe = sender === this.account;
    const author = isGroupChat(chat) && !fromMe ? this.person(sender) : '0';
    return [this.chat(targetIn(chat, this.account)), id, fromMe ? '1' : '0', author];
  }

  read(jid: string | undefined): Target | undefined {
    return jid === undefined ? undefined : (this.jids.chat(jid) ?? this.jids.account(jid));
  }
}

/** Whom the account writes to in this chat. */
function targetIn(chat: string, account: PhoneNumber): Target {
  if (isGroupChat(chat)) return chat;
  const [one = '', other = ''] = chat.slice(chat.indexOf(':') + 1).split('+');
  return one === account ? other : one;
}

type Collection = WAPatchCreate['type'];

const set = (type: Collection, apiVersion: number, index: string[], syncAction: Value): WAPatchCreate => ({
  type,
  apiVersion,
  index,
  syncAction,
  operation: SET,
});

const range = (upTo: number): proto.SyncActionValue.ISyncActionMessageRange => ({
  lastMessageTimestamp: Math.floor(upTo / 1000),
});

const WRITERS: { [K in OwnChange['kind']]: Writer<K> } = {
  archive: ({ chat, archived }, names) =>
    set('regular_low', 3, ['archive', names.chat(chat)], { archiveChatAction: { archived } }),
  pinChat: ({ chat, pinned }, names) => set('regular_low', 5, ['pin_v1', names.chat(chat)], { pinAction: { pinned } }),
  mute: ({ chat, until }, names) =>
    set('regular_high', 2, ['mute', names.chat(chat)], {
      muteAction: { muted: until !== null, ...(until === null ? {} : { muteEndTimestamp: until }) },
    }),
  markUnread: ({ chat, unread }, names) =>
    set('regular_low', 3, ['markChatAsRead', names.chat(chat)], { markChatAsReadAction: { read: !unread } }),
  clear: ({ chat, upTo }, names) =>
    set('regular_high', 6, ['clearChat', names.chat(chat), '1', '0'], {
      clearChatAction: { messageRange: range(upTo) },
    }),
  delete: ({ chat, upTo }, names) =>
    set('regular_high', 6, ['deleteChat', names.chat(chat), '1'], { deleteChatAction: { messageRange: range(upTo) } }),
  labelChat: ({ chat, label, attached }, names) =>
    set('regular', 3, ['label_jid', label, names.chat(chat)], { labelAssociationAction: { labeled: attached } }),
  star: ({ key, starred }, names) =>
    set('regular_low', 2, ['star', ...names.message(key)], { starAction: { starred } }),
  hide: ({ key }, names) =>
    set('regular_high', 3, ['deleteMessageForMe', ...names.message(key)], {
      deleteMessageForMeAction: { deleteMedia: true },
    }),
  saveName: ({ person, name }, names) => ({
    ...set('critical_unblock_low', 2, ['contact', names.person(person)], {
      contactAction: name === null ? {} : { fullName: name },
    }),
    operation: name === null ? REMOVE : SET,
  }),
  rename: ({ name }) => set('critical_block', 1, ['setting_pushName'], { pushNameSetting: { name } }),
  label: ({ label, name, color }) =>
    set('regular', 3, ['label_edit', label], { labelEditAction: { name, color, deleted: false } }),
  removeLabel: ({ label }) => set('regular', 3, ['label_edit', label], { labelEditAction: { deleted: true } }),
};

/** The patch that tells the account's other devices of a change. */
export function toPatch(change: OwnChange, names: Names, at: number): WAPatchCreate {
  const made = (WRITERS[change.kind] as Writer<OwnChange['kind']>)(change, names);
  return { ...made, syncAction: { ...made.syncAction, timestamp: at } };
}

/** What another device says in a patch; undefined for what this phone has no use for. */
export function toChange(index: string[], value: proto.ISyncActionValue, names: Names): OwnChange | undefined {
  const [kind = '', first] = index;
  if (kind === 'setting_pushName') {
    const name = value.pushNameSetting?.name;
    return name ? { kind: 'rename', name } : undefined;
  }
  if (kind === 'label_edit' && first !== undefined) return labelIn(first, value.labelEditAction);
  const chat = names.read(kind === 'label_jid' ? index[2] : first);
  if (chat === undefined) return undefined;
  return ofChat(chat, value) ?? ofMessage(chat, index, value, names) ?? ofOther(chat, index, value);
}

function labelIn(label: string, edit: proto.SyncActionValue.ILabelEditAction | null | undefined): OwnChange {
  if (!edit || edit.deleted) return { kind: 'removeLabel', label };
  return { kind: 'label', label, name: edit.name ?? '', color: edit.color ?? 0 };
}

function ofChat(chat: Target, value: proto.ISyncActionValue): OwnChange | undefined {
  const { archiveChatAction, pinAction, muteAction, markChatAsReadAction, clearChatAction, deleteChatAction } = value;
  if (archiveChatAction) return { kind: 'archive', chat, archived: archiveChatAction.archived ?? false };
  if (pinAction) return { kind: 'pinChat', chat, pinned: pinAction.pinned ?? false };
  if (muteAction) return { kind: 'mute', chat, until: muteAction.muted ? numberOf(muteAction.muteEndTimestamp) : null };
  if (markChatAsReadAction) return { kind: 'markUnread', chat, unread: !markChatAsReadAction.read };
  if (clearChatAction) return { kind: 'clear', chat, upTo: endOf(clearChatAction.messageRange) };
  if (deleteChatAction) return { kind: 'delete', chat, upTo: endOf(deleteChatAction.messageRange) };
  return undefined;
}

/** Seconds name all of the second; without a range nothing is meant. */
const endOf = (of: proto.SyncActionValue.ISyncActionMessageRange | null | undefined): number =>
  of?.lastMessageTimestamp ? numberOf(of.lastMessageTimestamp) * 1000 + 999 : 0;

function ofMessage(
  chat: Target,
  [, , id, fromMe, author]: string[],
  { starAction, deleteMessageForMeAction }: proto.ISyncActionValue,
  names: Names,
): OwnChange | undefined {
  if (id === undefined || (!starAction && !deleteMessageForMeAction)) return undefined;
  const other = author === undefined || author === '0' ? chat : (names.read(author) ?? chat);
  const sender = fromMe === '1' ? names.account : other;
  const key: MessageKey = { chat: chatOf(names.account, chat), sender, id };
  return starAction ? { kind: 'star', key, starred: starAction.starred ?? false } : { kind: 'hide', key };
}

function ofOther(chat: Target, index: string[], value: proto.ISyncActionValue): OwnChange | undefined {
  const { contactAction, labelAssociationAction } = value;
  if (contactAction) return { kind: 'saveName', person: chat, name: contactAction.fullName || null };
  const label = index[1];
  if (!labelAssociationAction || label === undefined) return undefined;
  return { kind: 'labelChat', chat, label, attached: labelAssociationAction.labeled ?? false };
}
