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

interface Commands {
  archiveChat(chat: ChatModel, archived: boolean): Promise<unknown>;
  pinChat(chat: ChatModel, pinned: boolean): Promise<unknown>;
  markChatUnread(chat: ChatModel, unread: boolean): Promise<unknown>;
}

type MutedChat = ChatModel & {
  mute: {
    mute(how: { expiration: number; sendDevice: boolean }): Promise<unknown>;
    unmute(how: { sendDevice: boolean }): Promise<unknown>;
  };
};

type Changed = (chat: ChatModel, now: unknown, before: unknown) => void;

/** What the list of chats shows. Runs in the page. */
export function installChats(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module, refuse, tell } = kit;
  const MARKED_UNREAD = -1;
  const commands = () => module<{ Cmd: Commands }>('WAWebCmd').Cmd;

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
    'chats.archive': async ({ archived, ...of }: OfChat & { archived: boolean }) => {
      await commands().archiveChat(await needChat(of), archived);
      return null;
    },
    'chats.pin': async ({ pinned, ...of }: OfChat & { pinned: boolean }) => {
      await commands().pinChat(await needChat(of), pinned);
      return null;
    },
    'chats.mute': mute,
    'chats.unread': async ({ unread, ...of }: OfChat & { unread: boolean }) => {
      await commands().markChatUnread(await needChat(of), unread);
      return null;
    },
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
