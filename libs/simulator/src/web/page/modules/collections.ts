import { MsgKey } from '../ids/msg-key.js';
import { createWid, type WidLike } from '../ids/wid.js';
import { refreshPicture } from '../apply/pictures.js';
import { MessageModel } from '../models/message.js';
import type { MessageFact } from '../../facts.js';
import type { Id } from '../base/collection.js';
import { findPerson, openChat } from '../chats.js';
import type { ModuleMaker, Page } from '../page.js';
import { takeGroup } from '../apply/groups.js';
import type { GroupFact } from '../../facts.js';
import type { ReactionRow } from '../addons.js';

async function loadMessages({ ask, store }: Page, ids: Id[]): Promise<{ messages: MessageModel[] }> {
  const keys = ids.filter((id) => !store.messages.get(id)).map((id) => MsgKey.fromString(id.toString()).toFact());
  const found = keys.length > 0 ? await ask<MessageFact[]>('messages', { keys }) : [];
  const loaded = found.map((fact) => MessageModel.fromFact(fact, false));
  const all = ids.map((id) => store.messages.get(id) ?? loaded.find((message) => message.id.equals(id)));
  return { messages: all.filter((message) => message !== undefined) };
}

async function search(
  { ask, store }: Page,
  text: string,
  page = 1,
  count = 50,
  remote?: WidLike,
): Promise<{ messages: MessageModel[]; eof: boolean }> {
  const chat = remote === undefined ? {} : { chat: createWid(remote).toString() };
  const facts = await ask<MessageFact[]>('search', { text, page: Math.max(1, page), count, ...chat });
  const messages = facts.map(
    (fact) => store.messages.get(MsgKey.fromFact(fact.key)) ?? MessageModel.fromFact(fact, false),
  );
  return { messages, eof: facts.length < count };
}

/** Reactions to one message, by the emoji. */
function aggregate(page: Page, rows: ReactionRow[]) {
  const emojis = [...new Set(rows.map(({ reactionText }) => reactionText))];
  return emojis.map((emoji) => {
    const given = rows.filter(({ reactionText }) => reactionText === emoji);
    return {
      id: emoji,
      aggregateEmoji: emoji,
      hasReactionByMe: given.some(({ author }) => page.isMe(author)),
      senders: given.map((row) => ({
        msgKey: row.id,
        parentMsgKey: row.reactionParentKey,
        senderUserJid: row.author.toString(),
        reactionText: row.reactionText,
        timestamp: row.reactionTimestamp,
        orphan: row.orphan,
        read: row.read,
        ack: row.ack,
      })),
    };
  });
}

function findReactions(page: Page, id: Id): Promise<object | undefined> {
  const list = aggregate(page, page.store.addons.reactionsTo(id.toString()));
  return Promise.resolve(list.length === 0 ? undefined : { reactions: { length: list.length, serialize: () => list } });
}

/** The collections by the names the library knows, and how each finds what it does not have yet. */
export const collectionModules: ModuleMaker = (page) => {
  const { store, ask } = page;
  store.contacts.finder = async (id) => {
    const wid = createWid(id as WidLike);
    return (await findPerson(page, wid)) ?? store.contacts.gadd(wid, { silent: true });
  };
  store.chats.finder = async (id) => {
    const chat = await openChat(page, createWid(id as WidLike));
    if (!chat) throw new Error('chat not found');
    return chat;
  };
  store.businessProfiles.finder = (id) => Promise.resolve(store.businessProfiles.gadd(id));
  const groupMetadata = Object.assign(store.groupMetadata, {
    update: async (id: WidLike) => {
      const group = createWid(id).toString();
      if (store.chats.get(group)?.isReadOnly) return;
      takeGroup(page, await ask<GroupFact>('group.find', { group }));
    },
  });
  const messages = Object.assign(store.messages, {
    getMessagesById: (ids: Id[]) => loadMessages(page, ids),
    search: (text: string, at?: number, count?: number, remote?: WidLike) => search(page, text, at, count, remote),
  });
  const collections = {
    Msg: messages,
    Chat: store.chats,
    Contact: store.contacts,
    GroupMetadata: groupMetadata,
    Presence: store.presence,
    Blocklist: store.blocklist,
    Label: store.labels,
    Status: Object.assign(store.statuses, { getMyStatus: () => store.statusChat }),
    ProfilePicThumb: store.pictures,
    BusinessProfile: store.businessProfiles,
    Reactions: { find: (id: Id) => findReactions(page, id) },
    WAWebNewsletterCollection: store.newsletters,
    // Asks nobody: it only makes a model where there is none.
    NewsletterMetadataCollection: { update: () => Promise.resolve() },
  };
  store.pictures.finder = (id) => refreshPicture(page, id as WidLike);
  return { WAWebCollections: collections, WAWebPinInChatCollection: { PinInChatCollection: store.pins } };
};
