import type { ChatModel, Collections, PagePerson, PageScope, Wid } from '../page-scope.js';

interface OfChat {
  chats: string[];
}

export interface ChatsOperations {
  'chats.archive': (input: OfChat & { archived: boolean }) => null;
  'chats.pin': (input: OfChat & { pinned: boolean }) => null;
  /** Seconds since 1970; 0 unmutes. */
  'chats.mute': (input: OfChat & { until: number }) => null;
  'chats.unread': (input: OfChat & { unread: boolean }) => null;
  'chats.clear': (input: OfChat) => null;
  'chats.delete': (input: OfChat) => null;
  'chats.disappearing': (input: OfChat & { seconds: number }) => null;
}

export interface ChatEntry {
  chat: PagePerson;
  archived?: boolean;
  pinned?: boolean;
  /** Seconds since 1970; 0: not mute, -1: for ever. */
  muted?: number;
  markedUnread?: boolean;
  disappearing?: number;
  cleared?: true;
}

export interface ChatsEntries {
  chat: ChatEntry;
  chatGone: { chat: PagePerson };
}

/** What the page's commands come to in the end; a command itself says nothing of what becomes of it. */
interface Actions {
  /** @throws when the chat is so already */
  setArchive(chat: ChatModel, archived: boolean, toast: boolean): Promise<unknown>;
  setPin(chat: ChatModel, pinned: boolean): Promise<unknown>;
  markUnread(chat: ChatModel, unread: boolean, toast: boolean): Promise<unknown>;
}

type ListedChat = ChatModel & { archive?: boolean };

type MutedChat = ChatModel & {
  mute: {
    mute(how: { expiration: number; sendDevice: boolean }): Promise<unknown>;
    unmute(how: { sendDevice: boolean }): Promise<unknown>;
  };
};

type Changed = (chat: ChatModel, now: unknown, before: unknown) => void;

/** What the list of chats shows. Runs in the page. */
export function installChats(): void {
  const scope = globalThis as unknown as PageScope;
  const { columba: kit } = scope;
  const { module, refuse, tell } = kit;
  const MARKED_UNREAD = -1;

  const needChat = async ({ chats }: OfChat): Promise<ChatModel> => {
    const chat = await kit.findChat(chats);
    if (!chat) throw refuse('not_found', 'There is no such chat');
    return chat;
  };

  const mute = async ({ until, ...of }: OfChat & { until: number }) => {
    const chat = (await needChat(of)) as MutedChat;
    if (until === 0) await chat.mute.unmute({ sendDevice: true });
    else await chat.mute.mute({ expiration: until, sendDevice: true });
    return null;
  };

  const archive = async ({ archived, ...of }: OfChat & { archived: boolean }) => {
    const chat: ListedChat = await needChat(of);
    if (Boolean(chat.archive) === archived) return null;
    await module<Actions>('WAWebSetArchiveChatAction').setArchive(chat, archived, false);
    if (Boolean(chat.archive) !== archived) throw refuse('refused', 'The chat was not moved', 0);
    return null;
  };

  const pin = async ({ pinned, ...of }: OfChat & { pinned: boolean }) => {
    await module<Actions>('WAWebSetPinChatAction').setPin(await needChat(of), pinned);
    return null;
  };

  /** The page keeps a refusal to itself; and it reads a chat only while somebody looks at it, which the library sees to. */
  const mark = async ({ unread, ...of }: OfChat & { unread: boolean }) => {
    const chat = await needChat(of);
    if (unread) await module<Actions>('WAWebUpdateUnreadChatAction').markUnread(chat, true, false);
    else await scope.WWebJS?.sendSeen(chat.id.toString());
    if (unread !== (chat.unreadCount !== 0)) throw refuse('uncertain', 'The chat does not show it');
    return null;
  };

  const disappear = async ({ seconds, ...of }: OfChat & { seconds: number }) => {
    const { changeEphemeralDuration } = module<{
      changeEphemeralDuration(chat: ChatModel, seconds: number, entry?: string, trigger?: string): Promise<unknown>;
    }>('WAWebChangeEphemeralDurationChatAction');
    await changeEphemeralDuration(await needChat(of), seconds);
    return null;
  };

  /** Channels and broadcasts are no chats to us. */
  const isChat = ({ id }: ChatModel): boolean => id.isUser() || id.isGroup();

  const listen = () => {
    const { Chat } = module<Collections>('WAWebCollections');
    const on = (name: string, read: (now: unknown, before: unknown) => Partial<ChatEntry> | undefined) => {
      const changed: Changed = (chat, now, before) => {
        const change = isChat(chat) ? read(now, before) : undefined;
        if (change) tell('chat', { chat: kit.person(chat.id), ...change } satisfies ChatEntry);
      };
      Chat.on(`change:${name}`, changed);
    };
    on('archive', (now) => ({ archived: Boolean(now) }));
    on('pin', (now, before) => (Boolean(now) === Boolean(before) ? undefined : { pinned: Boolean(now) }));
    on('muteExpiration', (now) => ({ muted: Number(now ?? 0) }));
    // Having read a chat, and taking its mark off, are one and the same.
    on('unreadCount', (now, before) => {
      const [is, was] = [now === MARKED_UNREAD, before === MARKED_UNREAD];
      return is === was && now !== 0 ? undefined : { markedUnread: is };
    });
    const faded: Changed = (chat, now) => {
      // Of a group a line in the chat tells it, with who did it.
      if (chat.id.isUser())
        tell('chat', { chat: kit.person(chat.id), disappearing: Number(now ?? 0) } satisfies ChatEntry);
    };
    Chat.on('change:ephemeralDuration', faded);
    Chat.on('remove', (chat: ChatModel) => {
      if (isChat(chat)) tell('chatGone', { chat: kit.person(chat.id) });
    });
  };

  /** Clearing is the removal of all messages at once, whoever asked for it. */
  const overhearClearing = () => {
    const histories = module<{
      queryAndRemoveMessagesInMessageRange(wid: Wid, ...rest: unknown[]): Promise<unknown>;
    }>('WAWebDBQueryAndRemoveMessageHistory');
    const original = histories.queryAndRemoveMessagesInMessageRange;
    histories.queryAndRemoveMessagesInMessageRange = (wid, ...rest) => {
      const chat = kit.person(typeof wid === 'string' ? kit.wid(wid) : wid);
      tell('chat', { chat, cleared: true } satisfies ChatEntry);
      return original.call(histories, wid, ...rest);
    };
  };

  kit.whenLoaded(listen);
  kit.whenLoaded(overhearClearing);

  Object.assign(kit.operations, {
    'chats.archive': archive,
    'chats.pin': pin,
    'chats.mute': mute,
    'chats.unread': mark,
    'chats.clear': async (of: OfChat) => {
      const { sendClear } = module<{ sendClear(chat: ChatModel, keepStarred: boolean): Promise<unknown> }>(
        'WAWebChatClearBridge',
      );
      await sendClear(await needChat(of), false);
      return null;
    },
    'chats.delete': async (of: OfChat) => {
      const { sendDelete } = module<{ sendDelete(chat: ChatModel): Promise<unknown> }>('WAWebDeleteChatAction');
      await sendDelete(await needChat(of));
      return null;
    },
    'chats.disappearing': disappear,
  } satisfies Record<keyof ChatsOperations, unknown>);
}
