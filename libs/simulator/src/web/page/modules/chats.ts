import { findPerson, openChat } from '../chats.js';
import { ServerStatusCodeError } from '../base/errors.js';
import type { MessageFact, ChangeFact } from '../../facts.js';
import { recallChange } from '../apply/changes.js';
import { takeEarlier } from '../apply/messages.js';
import { removeMessages } from '../apply/own.js';
import type { Wid } from '../ids/wid.js';
import type { ChatModel } from '../models/chat.js';
import type { MessageModel } from '../models/message.js';
import type { ModuleMaker, Page } from '../page.js';
import { send } from './sending.js';

const EARLIER = 50;
const MARKED_UNREAD = -1;

interface ChatOf {
  chat: ChatModel;
}

/** Later, while nobody is looking at the page. */
async function sendSeen(page: Page, { chat }: ChatOf): Promise<void> {
  const unread = chat.unreadCount;
  if (unread === 0) return;
  if (!page.stream.available) {
    page.stream.once('change:available', () => unlessRefused(sendSeen(page, { chat })));
    return;
  }
  const incoming = chat.msgs.filter(({ id, isNotification }) => !id.fromMe && !isNotification);
  const keys = incoming.slice(-Math.max(unread, 0)).map(({ id }) => id.toFact());
  chat.set('unreadCount', 0);
  if (unread > 0) await page.ask('seen', { keys });
  else await page.ask('own.markUnread', { id: chat.id.toString(), unread: false });
}

async function loadEarlier(page: Page, { chat }: ChatOf): Promise<MessageModel[]> {
  const [first] = chat.msgs.filter(({ isNotification }) => !isNotification);
  const before = first ? { before: first.id.toFact() } : {};
  const found = await page.ask<{ messages: MessageFact[]; changes: ChangeFact[] }>('earlier', {
    chat: chat.id.toString(),
    count: EARLIER,
    ...before,
  });
  const messages = takeEarlier(page, found.messages);
  for (const change of found.changes) recallChange(page, change);
  return messages;
}

async function findOrCreate(page: Page, wid: Wid) {
  const chat = await openChat(page, wid);
  return chat && { chat, created: false };
}

/** Whoever asked hears of a refusal by what the chat shows, where at all. */
const unlessRefused = (work: Promise<void>): Promise<void> =>
  work.catch((error: unknown) => {
    if (!(error instanceof ServerStatusCodeError)) throw error;
  });

async function setArchive({ ask }: Page, chat: ChatModel, archived: boolean): Promise<void> {
  if (chat.archive === archived) throw new Error('ActionError');
  const asked = async () => {
    await ask('own.archive', { id: chat.id.toString(), archived });
    chat.set('archive', archived);
  };
  await unlessRefused(asked());
}

/** @throws ServerStatusCodeError */
async function setPin({ ask }: Page, chat: ChatModel, pinned: boolean): Promise<void> {
  await ask('own.pinChat', { id: chat.id.toString(), pinned });
  chat.set('pin', pinned ? Math.floor(Date.now() / 1000) : 0);
}

async function markUnread(page: Page, chat: ChatModel, unread: boolean): Promise<void> {
  if (!unread) return unlessRefused(sendSeen(page, { chat }));
  const asked = async () => {
    await page.ask('own.markUnread', { id: chat.id.toString(), unread });
    chat.set('unreadCount', MARKED_UNREAD);
  };
  await unlessRefused(asked());
}

/** Empties the chat, and takes it away with `remove`. */
async function empty(page: Page, chat: ChatModel, remove: boolean): Promise<void> {
  await page.ask('own.empty', { id: chat.id.toString(), remove });
  if (!remove) await page.overheard.histories.queryAndRemoveMessagesInMessageRange(chat.id);
  removeMessages(page, chat.msgs.getModelsArray(), true);
  if (remove) page.store.chats.remove(chat);
}

/** Chats: finding, reading, and what the list of chats shows. */
export const chatModules: ModuleMaker = (page) => {
  const { cmd, store, ask } = page;
  cmd.command('archiveChat', 'archive_chat', (chat: ChatModel, archived: boolean) => setArchive(page, chat, archived));
  cmd.command('pinChat', 'pin_chat', (chat: ChatModel, pinned: boolean) => setPin(page, chat, pinned));
  cmd.command('markChatUnread', 'mark_chat_unread', (chat: ChatModel, unread: boolean) =>
    markUnread(page, chat, unread),
  );
  Object.assign(cmd, {
    openChatBottom: () => Promise.resolve(true),
    openChatAt: () => Promise.resolve(true),
    openDrawerMid: () => undefined,
    chatSearch: () => undefined,
    msgInfoDrawer: () => undefined,
  });
  store.setMute = (chat, expiration) => ask('own.mute', { id: chat.id.toString(), expiration });
  return {
    WAWebFindChatAction: { findOrCreateLatestChat: (wid: Wid) => findOrCreate(page, wid) },
    WAWebUpdateUnreadChatAction: {
      sendSeen: (what: ChatOf) => unlessRefused(sendSeen(page, what)),
      markUnread: (chat: ChatModel, unread: boolean) => markUnread(page, chat, unread),
    },
    WAWebSetArchiveChatAction: {
      setArchive: (chat: ChatModel, archived: boolean) => setArchive(page, chat, archived),
    },
    WAWebSetPinChatAction: { setPin: (chat: ChatModel, pinned: boolean) => setPin(page, chat, pinned) },
    WAWebChatLoadMessages: { loadEarlierMsgs: (what: ChatOf) => loadEarlier(page, what) },
    WAWebChatGetters: {
      getIsNewsletter: ({ id }: ChatModel) => id.isNewsletter(),
      getIsBroadcast: ({ id }: ChatModel) => id.isBroadcast(),
      getIsGroup: ({ id }: ChatModel) => id.isGroup(),
    },
    WAWebGetEphemeralFieldsMsgActionsUtils: {
      getEphemeralFields: ({ ephemeralFields }: ChatModel) => ephemeralFields,
    },
    WAWebChangeEphemeralDurationChatAction: {
      changeEphemeralDuration: (chat: ChatModel, seconds: number) =>
        send(page, chat, {
          type: 'notification_template',
          subtype: 'disappearing_mode',
          ephemeralSettingSeconds: seconds,
        }),
    },
    WAWebDBQueryAndRemoveMessageHistory: page.overheard.histories,
    WAWebChatClearBridge: { sendClear: (chat: ChatModel) => empty(page, chat, false) },
    WAWebDeleteChatAction: { sendDelete: (chat: ChatModel) => empty(page, chat, true) },
    WAWebQueryExistsJob: {
      queryWidExists: async (wid: Wid) => {
        const person = await findPerson(page, wid);
        if (!person) return null;
        return { wid: person.id, biz: false };
      },
    },
    WAWebSendNonMessageDataRequest: { sendPeerDataOperationRequest: () => Promise.resolve() },
    WAWebChatMessageSearch: { getSearchContext: () => Promise.resolve({}) },
    WAWebDrawerManager: { DrawerManager: { closeDrawerRight: () => Promise.resolve() } },
  };
};
