import type {
  ChatModel,
  Collections,
  Collection,
  ContactModel,
  PageMessage,
  PagePerson,
  PageScope,
  ReactionEntry,
} from '../page-scope.js';

export interface PastChat {
  chat: PagePerson;
  name?: string;
  /** -1: marked by hand. */
  unread: number;
  archived: boolean;
  pinned: boolean;
  /** Seconds since 1970; 0: not mute, -1: for ever. */
  muted: number;
  disappearing: number;
  readOnly: boolean;
  /** Of the last message, in seconds since 1970; 0: not known. */
  t: number;
}

export interface PastContact {
  person: PagePerson;
  savedName?: string;
  pushName?: string;
  verifiedName?: string;
  business: boolean;
  blocked: boolean;
}

export interface PastOfChat {
  chat: PastChat;
  /** Oldest first. */
  messages: PageMessage[];
  reactions: ReactionEntry[];
}

export interface HistoryOperations {
  /** Chats in the page's spelling, the newest first. */
  'history.list': (input: null) => { chats: string[]; contacts: PastContact[] };
  /** The latest messages from before a moment, in seconds since 1970; `null`: the chat is gone. */
  'history.chat': (input: { chat: string; before: number; most: number }) => PastOfChat | null;
}

interface ListedChat extends ChatModel {
  name?: string;
  archive?: boolean;
  pin?: number;
  muteExpiration?: number;
  ephemeralDuration?: number;
  isReadOnly?: boolean;
}

interface ListedContact extends ContactModel {
  verifiedName?: string;
  isBusiness?: boolean;
  isContactBlocked?: boolean;
}

interface Lists extends Collections {
  Chat: Collection<ListedChat>;
  Contact: Collection<ListedContact>;
}

/** What the phone handed over when it was linked, as far as it is in the page's own database. Runs in the page. */
export function installHistory(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module } = kit;
  const collections = () => module<Lists>('WAWebCollections');
  const isChat = ({ id }: ListedChat): boolean => id.isUser() || id.isGroup();

  const toContact = ({
    id,
    name,
    pushname,
    verifiedName,
    isBusiness,
    isContactBlocked,
  }: ListedContact): PastContact => ({
    person: kit.person(id),
    ...(name ? { savedName: name } : {}),
    ...(pushname ? { pushName: pushname } : {}),
    ...(verifiedName ? { verifiedName } : {}),
    business: isBusiness ?? false,
    blocked: isContactBlocked ?? false,
  });

  const toChat = (chat: ListedChat): PastChat => ({
    chat: kit.person(chat.id),
    ...(chat.name ? { name: chat.name } : {}),
    unread: chat.unreadCount,
    archived: chat.archive ?? false,
    pinned: (chat.pin ?? 0) > 0,
    muted: chat.muteExpiration ?? 0,
    disappearing: chat.ephemeralDuration ?? 0,
    readOnly: chat.isReadOnly ?? false,
    t: chat.t ?? 0,
  });

  const list = () => {
    const { Chat, Contact } = collections();
    const chats = Chat.getModelsArray().filter(isChat);
    return {
      chats: chats.toSorted((one, other) => (other.t ?? 0) - (one.t ?? 0)).map(({ id }) => id.toString()),
      contacts: Contact.getModelsArray()
        .filter(({ id }) => id.isUser())
        .map(toContact),
    };
  };

  /** One look into the page's database at most. */
  const pastOf = async (chat: ListedChat, before: number, most: number) => {
    const there = () => chat.msgs.getModelsArray().filter(({ t }) => t < before);
    if (there().length < most) {
      const { loadEarlierMsgs } = module<{ loadEarlierMsgs(of: { chat: ChatModel }): Promise<unknown> }>(
        'WAWebChatLoadMessages',
      );
      await loadEarlierMsgs({ chat });
    }
    return there().slice(-most);
  };

  const read = async ({ chat: id, before, most }: { chat: string; before: number; most: number }) => {
    const chat = collections().Chat.get(kit.wid(id));
    if (!chat) return null;
    const messages = await pastOf(chat, before, most);
    const reactions: ReactionEntry[] = [];
    for (const message of messages) if (message.hasReaction) reactions.push(...(await kit.reactionsTo(message)));
    return { chat: toChat(chat), messages: messages.map((message) => kit.message(message)), reactions };
  };

  Object.assign(kit.operations, { 'history.list': list, 'history.chat': read } satisfies Record<
    keyof HistoryOperations,
    unknown
  >);
}
