import { toNumber, type proto } from '@whiskeysockets/baileys';
import {
  fact,
  FOR_EVER,
  isPerson,
  type Chat,
  type Contact,
  type EventMap,
  type EventType,
  type Fact,
  type Jid,
  type MessageId,
} from '@columba/core';
import type { LidBook } from '../people/lid-book.js';
import { known, type Me } from '../people/parties.js';
import { toJid } from '../people/person.mapper.js';
import type { LabelBook } from './label-book.js';
import type { Mutation } from './mutations.js';

export interface SettingScope {
  me: Me;
  book: LidBook;
  labels: LabelBook;
  /** For settings that do not say when they were made. */
  now: Date;
  late: boolean;
}

type Value = proto.ISyncActionValue;
type Range = proto.SyncActionValue.ISyncActionMessageRange;
type Tell = <T extends EventType>(type: T, data: EventMap[T], chat?: Jid) => Fact;

interface Scene extends SettingScope {
  mutation: Mutation;
  /** When it was set. */
  at: Date;
  tell: Tell;
}

type Telling = (chat: Jid, value: Value, scene: Scene) => Promise<Fact[]> | Fact[];

/** What a setting means; nothing for those that concern nobody but the devices themselves. */
export async function settingFacts(mutation: Mutation, scope: SettingScope): Promise<Fact[]> {
  const timestamp = toNumber(mutation.value.timestamp);
  const at = timestamp ? new Date(timestamp) : scope.now;
  const base = { occurredAt: at, late: scope.late };
  const tell: Tell = (type, data, chat) =>
    fact(type, data, ['s', mutation.mac], chat === undefined ? base : { ...base, chat });
  const scene: Scene = { ...scope, mutation, at, tell };
  const [kind = '', first] = mutation.index;
  if (kind === 'label_edit') return labelFacts(first, scene);
  const telling = TELLINGS[kind];
  const chat = telling && (await chatOf(mutation.index[CHAT_AT[kind] ?? 1], scope.book));
  return telling && chat ? telling(chat, mutation.value, scene) : [];
}

/** Where the chat stands in the index, when it is not the first after the kind. */
const CHAT_AT: Record<string, number> = { label_jid: 2 };

async function chatOf(wire: string | undefined, book: LidBook): Promise<Jid | undefined> {
  const jid = toJid(wire);
  return jid && isPerson(jid) ? (await known([jid], book))?.id : jid;
}

const updated =
  (change: (value: Value, removed: boolean) => Partial<Chat>): Telling =>
  (id, value, { mutation, tell }) => {
    const made = change(value, mutation.removed);
    return [tell('chat.updated', { chat: { ...made, id }, changed: Object.keys(made) }, id)];
  };

/** A change that is about messages: about those until then, be it heard of much later. */
const upTo = (range: Range | null | undefined, { at }: Scene): { upTo: Date } => {
  const seconds = toNumber(range?.lastMessageTimestamp);
  return { upTo: seconds ? new Date(seconds * 1000) : at };
};

const read: Telling = (id, { markChatAsReadAction: action }, scene) => {
  const markedUnread = !scene.mutation.removed && action?.read === false;
  const data = { chat: { id, markedUnread }, changed: ['markedUnread'] };
  return [scene.tell('chat.updated', { ...data, ...(markedUnread ? {} : upTo(action?.messageRange, scene)) }, id)];
};

const cleared: Telling = (id, { clearChatAction }, scene) => {
  const data = { chat: { id }, changed: ['messages'], ...upTo(clearChatAction?.messageRange, scene) };
  return [scene.tell('chat.updated', data, id)];
};

const deleted: Telling = (chat, { deleteChatAction }, scene) => [
  scene.tell('chat.removed', { chat, ...upTo(deleteChatAction?.messageRange, scene) }, chat),
];

const starred: Telling = async (chat, { starAction }, scene) => {
  const target = await messageOf(chat, scene);
  if (!target) return [];
  const data = { ...target, starred: !scene.mutation.removed && (starAction?.starred ?? false) };
  return [scene.tell('message.starred', data, chat)];
};

const hidden: Telling = async (chat, _, scene) => {
  const target = await messageOf(chat, scene);
  return target ? [scene.tell('message.revoked', { ...target, scope: 'me' }, chat)] : [];
};

/** Only this account's own devices set anything. */
async function messageOf(chat: Jid, { mutation, me, book }: Scene) {
  const [, , id] = mutation.index;
  const by = await known([me.id, me.lid], book);
  return id && by ? { messageId: id as MessageId, chat, by } : undefined;
}

const saved: Telling = async (id, { contactAction, lidContactAction }, { mutation, book, tell }) => {
  const names = contactAction ?? lidContactAction;
  const person = await known([id, contactAction?.lidJid ?? undefined, contactAction?.pnJid ?? undefined], book);
  const contact: Partial<Contact> & Pick<Contact, 'id'> = { ...(person ?? { id }) };
  const savedName = names?.fullName || names?.firstName;
  if (savedName && !mutation.removed) contact.savedName = savedName;
  return [tell('contact.updated', { contact, changed: ['savedName'] })];
};

const labelled: Telling = (chat, { labelAssociationAction }, { mutation, labels, tell }) => {
  const [, label = ''] = mutation.index;
  const attached = !mutation.removed && (labelAssociationAction?.labeled ?? false);
  return [tell('chat.labels_changed', { chat, labelIds: labels.attach(chat, label, attached) }, chat)];
};

function labelFacts(id: string | undefined, { mutation, labels, tell }: Scene): Fact[] {
  const edit = mutation.value.labelEditAction;
  if (!id) return [];
  if (!edit || edit.deleted || mutation.removed) {
    labels.remove(id);
    return [tell('label.removed', { labelId: id })];
  }
  const label = { id, name: edit.name ?? '', color: edit.color ?? 0 };
  labels.put(label);
  return [tell('label.updated', { label })];
}

function mutedUntil({ muteAction }: Value, removed: boolean): Date | null {
  if (removed || !muteAction?.muted) return null;
  const until = toNumber(muteAction.muteEndTimestamp);
  return until > 0 ? new Date(until) : FOR_EVER;
}

const TELLINGS: Record<string, Telling> = {
  archive: updated((value, removed) => ({ archived: !removed && (value.archiveChatAction?.archived ?? false) })),
  pin_v1: updated((value, removed) => ({ pinned: !removed && (value.pinAction?.pinned ?? false) })),
  mute: updated((value, removed) => ({ mutedUntil: mutedUntil(value, removed) })),
  markChatAsRead: read,
  clearChat: cleared,
  deleteChat: deleted,
  star: starred,
  deleteMessageForMe: hidden,
  contact: saved,
  lid_contact: saved,
  label_jid: labelled,
};
