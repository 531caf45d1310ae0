import type {
  ChatModel,
  Collections,
  HandedIn,
  KeyQuery,
  MessageModel,
  PageMessage,
  PageScope,
  SendResult,
} from '../page-scope.js';

export interface SendInput {
  /** Addresses of the chat, the one to prefer first. */
  chats: string[];
  id: string;
  /** What the library calls content: the text, where there is one. */
  content: string | null;
  /** For the library's `sendMessage`, besides what is named here. */
  options?: Record<string, unknown>;
  quoted?: KeyQuery;
  mentions?: string[];
  /** Fields that are laid over the finished message. */
  extra?: Record<string, unknown>;
}

export interface SendOutput {
  /** Seconds, as WhatsApp counts. */
  t: number;
}

export interface Changing {
  target: KeyQuery;
  /** Of the change itself. */
  id: string;
}

export interface MessagesOperations {
  'messages.send': (input: SendInput) => SendOutput;
  'messages.find': (input: KeyQuery) => PageMessage | null;
  'messages.edit': (input: Changing & { text: string }) => null;
  'messages.revoke': (input: Changing) => null;
  'messages.react': (input: Changing & { emoji: string }) => null;
  'messages.pin': (input: Changing & { seconds: number }) => null;
  'messages.star': (input: { target: KeyQuery; starred: boolean }) => null;
  'messages.deleteForMe': (input: { target: KeyQuery }) => null;
  'messages.forward': (input: Changing & { chats: string[] }) => SendOutput;
  'messages.seen': (input: { chats: string[] }) => null;
}

interface Capability {
  canSenderRevokeMsg(message: MessageModel): boolean;
  canAdminRevokeMsg(message: MessageModel): boolean;
  canEditText(message: MessageModel): boolean;
  canEditCaption(message: MessageModel): boolean;
}

interface MessageList {
  list: MessageModel[];
  type: 'message';
}

/** What the page's commands come to in the end; a command itself says nothing of what becomes of it. */
interface Actions {
  sendRevokeMsgs(chat: ChatModel, what: MessageList, clearMedia: boolean): Promise<SendResult[]>;
  /** How many are gone. Earlier pages take three parameters, later ones an object with them. */
  sendDeleteMsgs(...what: unknown[]): Promise<number>;
  sendStarMsgs(chat: ChatModel, messages: MessageModel[], starred: boolean): Promise<unknown>;
}

/** Sending, and changing what was sent. Runs in the page. */
export function installMessages(): void {
  const scope = globalThis as unknown as PageScope;
  const { columba: kit } = scope;
  const { module, refuse, needMessage } = kit;

  const library = () => {
    if (!scope.WWebJS) throw refuse('not_connected', 'The page is not ready');
    return scope.WWebJS;
  };
  const actions = () => module<Actions>('WAWebChatSendMessages');
  const can = () => module<Capability>('WAWebMsgActionCapability');

  const needChat = async (addresses: string[]): Promise<ChatModel> => {
    const chat = await kit.findChat(addresses);
    if (!chat && kit.wid(addresses[0] ?? '').isGroup()) throw refuse('not_found', 'There is no such group');
    if (!chat) throw refuse('not_on_whatsapp', 'Nobody on WhatsApp has this address');
    if (chat.id.isGroup() && chat.groupMetadata?.announce && !chat.iAmAdmin())
      throw refuse('not_allowed', 'Only admins may write in this group');
    return chat;
  };

  const chatFor = async ({ id }: MessageModel): Promise<ChatModel> =>
    module<Collections>('WAWebCollections').Chat.get(id.remote) ?? needChat([id.remote.toString()]);

  /** The page answers whoever asks for a second of a kind in a chat with what becomes of the first. */
  const busy = new Map<string, Promise<unknown>>();
  const alone = <T>(kind: string, chat: ChatModel, work: () => Promise<T>): Promise<T> => {
    const where = `${kind} ${chat.id.toString()}`;
    const done = (busy.get(where) ?? Promise.resolve()).then(work);
    const over = done
      .catch(() => undefined)
      .then(() => {
        if (busy.get(where) === over) busy.delete(where);
      });
    busy.set(where, over);
    return done;
  };

  const send = async ({
    chats,
    id,
    content,
    options = {},
    quoted,
    mentions,
    extra,
  }: SendInput): Promise<SendOutput> => {
    const chat = await needChat(chats);
    const quote = quoted && (await needMessage(quoted));
    const given = {
      ...options,
      ...(mentions ? { mentionedJidList: mentions } : {}),
    };
    const context = quote ? (quote as unknown as { msgContextInfo(chat: ChatModel): object }).msgContextInfo(chat) : {};
    const sent = async (mine: HandedIn) => {
      await library().sendMessage(chat, content, given);
      if (!mine.answer) throw refuse('uncertain', 'Nothing was seen to leave under this id');
      return undefined;
    };
    return kit.handIn(id, sent, { ...context, ...extra });
  };

  const edit = async ({ target, id, text }: Changing & { text: string }) => {
    const message = await needMessage(target);
    if (!message.id.fromMe) throw refuse('not_allowed', 'Only the sender can edit a message');
    if (!can().canEditText(message) && !can().canEditCaption(message))
      throw refuse('invalid_input', 'This message can no longer be edited, or has no text');
    const { sendMessageEdit } = module<{ sendMessageEdit(m: MessageModel, text: string, o: object): Promise<unknown> }>(
      'WAWebSendMessageEditAction',
    );
    await kit.handIn(id, async () => {
      await sendMessageEdit(message, text, {});
      return { messageSendResult: message.isSendFailure ? 'ERROR_UNKNOWN' : 'OK' };
    });
    return null;
  };

  const revoke = async ({ target, id }: Changing) => {
    const message = await needMessage(target);
    const asAdmin = !message.id.fromMe && can().canAdminRevokeMsg(message);
    if (!asAdmin && !can().canSenderRevokeMsg(message))
      throw refuse('not_allowed', 'Only the sender, or an admin of the group, can revoke a message');
    const chat = await chatFor(message);
    const revoked = async () => {
      const results = await actions().sendRevokeMsgs(chat, { list: [message], type: 'message' }, true);
      return results.flat().find(({ messageSendResult }) => messageSendResult !== 'OK');
    };
    await alone('revoke', chat, () => kit.handIn(id, revoked));
    return null;
  };

  const react = async ({ target, id, emoji }: Changing & { emoji: string }) => {
    const message = await needMessage(target);
    const { sendReactionToMsg } = module<{ sendReactionToMsg(m: MessageModel, emoji: string): Promise<unknown> }>(
      'WAWebSendReactionMsgAction',
    );
    await kit.handIn(id, async () => {
      await sendReactionToMsg(message, emoji);
      return undefined;
    });
    return null;
  };

  /** The page knows a few lengths, by words; for one pin it takes ours, as the library does it. */
  const lengthInTurn = kit.turns();
  const lasting = <T>(seconds: number, work: () => Promise<T>): Promise<T> =>
    lengthInTurn(async (next) => {
      const constants = module<{ getPinExpiryDuration(option: unknown): number }>('WAWebPinMsgConstants');
      const original = constants.getPinExpiryDuration;
      const mine = () => {
        constants.getPinExpiryDuration = original;
        next();
        return seconds;
      };
      constants.getPinExpiryDuration = mine;
      try {
        return await work();
      } finally {
        if (constants.getPinExpiryDuration === mine) constants.getPinExpiryDuration = original;
      }
    });

  const pin = async ({ target, id, seconds }: Changing & { seconds: number }) => {
    const message = await needMessage(target);
    const [PIN, UNPIN] = [1, 2];
    const { sendPinInChatMsg } = module<{
      sendPinInChatMsg(m: MessageModel, action: number, seconds: number): Promise<SendResult | undefined>;
    }>('WAWebSendPinMessageAction');
    const pinned = () => kit.handIn(id, () => sendPinInChatMsg(message, seconds > 0 ? PIN : UNPIN, seconds));
    await (seconds > 0 ? lasting(seconds, pinned) : pinned());
    return null;
  };

  const star = async ({ target, starred }: { target: KeyQuery; starred: boolean }) => {
    const message = await needMessage(target);
    const chat = await chatFor(message);
    await alone('star', chat, () => actions().sendStarMsgs(chat, [message], starred));
    return null;
  };

  const deleteForMe = async ({ target }: { target: KeyQuery }) => {
    const message = await needMessage(target);
    const chat = await chatFor(message);
    const record: MessageList = { list: [message], type: 'message' };
    const gone = await alone('delete', chat, () => {
      const found = actions();
      return found.sendDeleteMsgs.length > 1
        ? found.sendDeleteMsgs(chat, record, true)
        : found.sendDeleteMsgs({ chat_: chat, clearMedia: true, record });
    });
    if (gone === 0) throw refuse('refused', 'The message was not deleted', 0);
    return null;
  };

  const forward = async ({ target, id, chats }: Changing & { chats: string[] }): Promise<SendOutput> => {
    const message = await needMessage(target);
    if (message.type === 'revoked' || message.type === 'ciphertext')
      throw refuse('not_found', 'What this message said is not there any more');
    const chat = await needChat(chats);
    const { forwardMessages } = module<{ forwardMessages(what: object): Promise<MessageModel[]> }>(
      'WAWebChatForwardMessage',
    );
    const what = { chat, msgs: [message], multicast: true, includeCaption: true, appendedText: undefined };
    return kit.handIn(id, async (mine) => {
      const failed = await forwardMessages(what);
      // The page keeps to itself what went wrong; files go past the function that is overheard.
      const nothing = failed.length > 0 || (!mine.answer && message.directPath === undefined);
      return nothing ? { messageSendResult: 'ERROR_UNKNOWN' } : undefined;
    });
  };

  Object.assign(kit.operations, {
    'messages.send': send,
    'messages.find': async (query: KeyQuery) => {
      const found = await kit.findMessage(query);
      return found ? kit.message(found) : null;
    },
    'messages.edit': edit,
    'messages.revoke': revoke,
    'messages.react': react,
    'messages.pin': pin,
    'messages.star': star,
    'messages.deleteForMe': deleteForMe,
    'messages.forward': forward,
    'messages.seen': async ({ chats }: { chats: string[] }) => {
      const chat = await kit.findChat(chats);
      if (!chat) throw refuse('not_found', 'There is no such chat');
      await library().sendSeen(chat.id.toString());
      return null;
    },
  } satisfies Record<keyof MessagesOperations, unknown>);
}
