import { findPerson, openChat } from '../chats.js';
import type { MessageFact, ChangeFact } from '../../facts.js';
import { recallChange } from '../apply/changes.js';
import { takeEarlier } from '../apply/messages.js';
import type { Wid } from '../ids/wid.js';
import type { ChatModel } from '../models/chat.js';
import type { MessageModel } from '../models/message.js';
import type { ModuleMaker, Page } from '../page.js';

const EARLIER = 50;

interface ChatOf {
  chat: ChatModel;
}

async function sendSeen(page: Page, { chat }: ChatOf): Promise<void> {
  const unread = chat.unreadCount;
  if (unread === 0) return;
  const incoming = chat.msgs.filter(({ id, isNotification }) => !id.fromMe && !isNotification);
  const keys = incoming.slice(-Math.max(unread, 0)).map(({ id }) => id.toFact());
  chat.set('unreadCount', 0);
  if (unread > 0) await page.ask('seen', { keys });
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

function clear({ store }: Page, chat: ChatModel): void {
  for (const message of chat.msgs.getModelsArray()) {
    // Messages that are cleared away are not "revoked by me".
    message.isNewMsg = false;
    store.messages.remove(message);
    chat.msgs.remove(message, { silent: true });
  }
}

/** Chats: finding, reading, and what the list of chats shows. */
export const chatModules: ModuleMaker = (page) => {
  const { cmd, store } = page;
  Object.assign(cmd, {
    archiveChat: (chat: ChatModel, archive: boolean) => Promise.resolve(chat.set({ archive })),
    // The page's own order of pins is by time.
    pinChat: (chat: ChatModel, pinned: boolean) => Promise.resolve(chat.set('pin', pinned ? chat.t || 1 : 0)),
    markChatUnread: (chat: ChatModel, unread: boolean) => Promise.resolve(chat.set('unreadCount', unread ? -1 : 0)),
    openChatBottom: () => Promise.resolve(true),
    openChatAt: () => Promise.resolve(true),
    openDrawerMid: () => undefined,
    chatSearch: () => undefined,
    msgInfoDrawer: () => undefined,
  });
  return {
    WAWebFindChatAction: { findOrCreateLatestChat: (wid: Wid) => findOrCreate(page, wid) },
    WAWebUpdateUnreadChatAction: { sendSeen: (what: ChatOf) => sendSeen(page, what) },
    WAWebChatLoadMessages: { loadEarlierMsgs: (what: ChatOf) => loadEarlier(page, what) },
    WAWebChatGetters: {
      getIsNewsletter: ({ id }: ChatModel) => id.isNewsletter(),
      getIsBroadcast: ({ id }: ChatModel) => id.isBroadcast(),
      getIsGroup: ({ id }: ChatModel) => id.isGroup(),
    },
    WAWebGetEphemeralFieldsMsgActionsUtils: {
      getEphemeralFields: ({ groupMetadata }: ChatModel) => {
        const seconds = groupMetadata?.ephemeralDuration ?? 0;
        return seconds > 0 ? { ephemeralDuration: seconds } : {};
      },
    },
    WAWebChatClearBridge: { sendClear: (chat: ChatModel) => Promise.resolve(clear(page, chat)) },
    WAWebDeleteChatAction: {
      sendDelete: (chat: ChatModel) => {
        clear(page, chat);
        store.chats.remove(chat);
        return Promise.resolve();
      },
    },
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
