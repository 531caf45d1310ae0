import type { ChatSettingsFact, LabelFact, OwnFact } from '../../facts.js';
import { MsgKey } from '../ids/msg-key.js';
import type { ChatModel } from '../models/chat.js';
import type { MessageModel } from '../models/message.js';
import type { Page } from '../page.js';
import { LabelModel } from '../models/label.js';

const MARKED_UNREAD = -1;

/** @param quietly as it was in the browser's database; nobody is told */
export function applySettings(chat: ChatModel, { markedUnread, ...settings }: ChatSettingsFact, quietly = false): void {
  if (quietly) chat.adopt({ ...settings, ...(markedUnread ? { unreadCount: MARKED_UNREAD } : {}) });
  chat.set(settings);
  chat.mute.set('expiration', settings.muteExpiration);
  if (markedUnread) chat.set('unreadCount', MARKED_UNREAD);
  else if (chat.unreadCount === MARKED_UNREAD) chat.set('unreadCount', 0);
}

/** Takes messages out of the page. @param quietly without being told as "deleted by me" */
export function removeMessages({ store }: Page, messages: readonly MessageModel[], quietly: boolean): void {
  for (const message of messages) {
    if (quietly) message.isNewMsg = false;
    store.chats.get(message.id.remote)?.msgs.remove(message, { silent: true });
    store.messages.remove(message);
  }
}

export function takeLabels({ store }: Page, labels: readonly LabelFact[], quietly = false): void {
  const ids = new Set(labels.map(({ id }) => id));
  for (const gone of store.labels.filter(({ id }) => !ids.has(id))) store.labels.remove(gone);
  for (const label of labels) {
    const known = store.labels.get(label.id);
    if (known) known.set({ ...label });
    else store.labels.add(new LabelModel(label), { silent: quietly });
  }
}

/** Files every chat under the labels it has. */
export function fileChats({ store }: Page): void {
  for (const label of store.labels.getModelsArray()) {
    const chats = store.chats.filter(({ labels }) => labels.includes(label.id));
    label.hold(chats.map(({ id }) => id.toString()));
  }
}

/** The account changed something for itself on another device. */
export function applyOwn(page: Page, fact: OwnFact): void {
  const { chats, messages } = page.store;
  switch (fact.kind) {
    case 'chat':
      applySettings(page.store.chat(fact.id), fact.settings);
      return fileChats(page);
    case 'cleared': {
      const chat = chats.get(fact.id);
      if (!chat) return;
      if (!fact.deleted) void page.overheard.histories.queryAndRemoveMessagesInMessageRange(chat.id);
      removeMessages(
        page,
        chat.msgs.filter(({ t }) => t <= fact.upTo),
        true,
      );
      if (fact.deleted) chats.remove(chat);
      return;
    }
    case 'read': {
      const chat = chats.get(fact.id);
      const newer = chat?.msgs.filter(({ id, t, isNotification }) => !id.fromMe && !isNotification && t > fact.upTo);
      chat?.set('unreadCount', Math.min(Math.max(0, chat.unreadCount), newer?.length ?? 0));
      return;
    }
    case 'star':
      messages.get(MsgKey.fromFact(fact.key))?.set('star', fact.starred);
      return;
    case 'hidden': {
      const message = messages.get(MsgKey.fromFact(fact.key));
      if (message) removeMessages(page, [message], false);
      return;
    }
    default:
      takeLabels(page, fact.labels);
      fileChats(page);
  }
}
