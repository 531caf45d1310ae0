import type { ChatModel, Collections, KeyQuery, MessageModel, PageMessage, PageScope } from '../page-scope.js';

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

interface SendResult {
  messageSendResult?: string;
  t?: number;
  error?: unknown;
}

interface Sender {
  addAndSendMsgToChat(chat: ChatModel, draft: object): [Promise<MessageModel>, Promise<SendResult>];
}

interface Capability {
  canSenderRevokeMsg(message: MessageModel): boolean;
  canAdminRevokeMsg(message: MessageModel): boolean;
  canEditText(message: MessageModel): boolean;
  canEditCaption(message: MessageModel): boolean;
}

interface Commands {
  sendRevokeMsgs(chat: ChatModel, what: object, options: object): Promise<unknown>;
  sendDeleteMsgs(chat: ChatModel, what: object, clearMedia: boolean): Promise<unknown>;
  sendStarMsgs(chat: ChatModel, messages: MessageModel[], drop: boolean): Promise<unknown>;
  sendUnstarMsgs(chat: ChatModel, messages: MessageModel[], drop: boolean): Promise<unknown>;
}

/** Sending, and changing what was sent. Runs in the page. */
export function installMessages(): void {
  const scope = globalThis as unknown as PageScope;
  const { columba: kit } = scope;
  const { module, refuse, needMessage } = kit;
  const BYTES = ['waveform', 'messageSecret'];

  const library = () => {
    if (!scope.WWebJS) throw refuse('not_connected', 'The page is not ready');
    return scope.WWebJS;
  };
  const commands = () => module<{ Cmd: Commands }>('WAWebCmd').Cmd;
  const can = () => module<Capability>('WAWebMsgActionCapability');
  const chatOf = ({ id }: MessageModel) => module<Collections>('WAWebCollections').Chat.get(id.remote);

  const needChat = async (addresses: string[]): Promise<ChatModel> => {
    const chat = await kit.findChat(addresses);
    if (!chat && kit.wid(addresses[0] ?? '').isGroup()) throw refuse('not_found', 'There is no such group');
    if (!chat) throw refuse('not_on_whatsapp', 'Nobody on WhatsApp has this address');
    if (chat.id.isGroup() && chat.groupMetadata?.announce && !chat.iAmAdmin())
      throw refuse('not_allowed', 'Only admins may write in this group');
    return chat;
  };

  /** What became of the message: WhatsApp's number is all that is told of a refusal. */
  const judged = ({ messageSendResult, t, error }: SendResult): SendOutput => {
    if (messageSendResult === 'OK') return { t: t ?? Math.floor(Date.now() / 1000) };
    const text = typeof error === 'string' ? error : error instanceof Error ? error.message : '';
    const status = /\b(\d{3})\b/.exec(text)?.[1];
    throw refuse('refused', text || 'WhatsApp did not take the message', Number(status ?? 0));
  };

  kit.judged = (result) => judged(result ?? {});

  kit.binary = (fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        BYTES.includes(name) && Array.isArray(value) ? Uint8Array.from(value as number[]) : value,
      ]),
    );

  /** The library hands the message in and does not look at the answer; we do, after the next one has had its turn. */
  const handedIn = async (work: () => Promise<unknown>, extra: object): Promise<{ answer: Promise<SendResult> }> => {
    const sender = module<Sender>('WAWebSendMsgChatAction');
    const original = sender.addAndSendMsgToChat;
    let answer: Promise<SendResult> | undefined;
    sender.addAndSendMsgToChat = (chat, draft) => {
      const made = original.call(sender, chat, { ...draft, ...kit.binary(extra) });
      answer = made[1];
      return made;
    };
    try {
      await work();
    } finally {
      sender.addAndSendMsgToChat = original;
    }
    if (!answer) throw new Error('The library sent nothing');
    return { answer };
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
    const sent = () => library().sendMessage(chat, content, given);
    const { answer } = await kit.withId(id, () => handedIn(sent, { ...context, ...extra }));
    return judged(await answer);
  };

  const edit = async ({ target, id, text }: Changing & { text: string }) => {
    const message = await needMessage(target);
    if (!message.id.fromMe) throw refuse('not_allowed', 'Only the sender can edit a message');
    if (!can().canEditText(message) && !can().canEditCaption(message))
      throw refuse('invalid_input', 'This message can no longer be edited, or has no text');
    const { sendMessageEdit } = module<{ sendMessageEdit(m: MessageModel, text: string, o: object): Promise<unknown> }>(
      'WAWebSendMessageEditAction',
    );
    await kit.withId(id, () => sendMessageEdit(message, text, {}));
    return null;
  };

  const revoke = async ({ target, id }: Changing) => {
    const message = await needMessage(target);
    const asAdmin = !message.id.fromMe && can().canAdminRevokeMsg(message);
    if (!asAdmin && !can().canSenderRevokeMsg(message))
      throw refuse('not_allowed', 'Only the sender, or an admin of the group, can revoke a message');
    const what = { list: [message], type: 'message' };
    const chat = chatOf(message) ?? (await needChat([message.id.remote.toString()]));
    await kit.withId(id, () => commands().sendRevokeMsgs(chat, what, { clearMedia: true }));
    return null;
  };

  const react = async ({ target, id, emoji }: Changing & { emoji: string }) => {
    const message = await needMessage(target);
    const { sendReactionToMsg } = module<{ sendReactionToMsg(m: MessageModel, emoji: string): Promise<unknown> }>(
      'WAWebSendReactionMsgAction',
    );
    await kit.withId(id, () => sendReactionToMsg(message, emoji));
    return null;
  };

  /** The page knows a few lengths, by words; for one pin it takes ours, as the library does it. */
  const lasting = async <T>(seconds: number, work: () => Promise<T>): Promise<T> => {
    const constants = module<{ getPinExpiryDuration(option: unknown): number }>('WAWebPinMsgConstants');
    const original = constants.getPinExpiryDuration;
    constants.getPinExpiryDuration = () => seconds;
    try {
      return await work();
    } finally {
      constants.getPinExpiryDuration = original;
    }
  };

  const pin = async ({ target, id, seconds }: Changing & { seconds: number }) => {
    const message = await needMessage(target);
    const [PIN, UNPIN] = [1, 2];
    const { sendPinInChatMsg } = module<{
      sendPinInChatMsg(m: MessageModel, action: number, seconds: number): Promise<SendResult | undefined>;
    }>('WAWebSendPinMessageAction');
    const action = seconds > 0 ? PIN : UNPIN;
    const result = await kit.withId(id, () => lasting(seconds, () => sendPinInChatMsg(message, action, seconds)));
    judged(result ?? {});
    return null;
  };

  const star = async ({ target, starred }: { target: KeyQuery; starred: boolean }) => {
    const message = await needMessage(target);
    const chat = chatOf(message) ?? (await needChat([message.id.remote.toString()]));
    if (starred) await commands().sendStarMsgs(chat, [message], false);
    else await commands().sendUnstarMsgs(chat, [message], false);
    return null;
  };

  const deleteForMe = async ({ target }: { target: KeyQuery }) => {
    const message = await needMessage(target);
    const chat = chatOf(message) ?? (await needChat([message.id.remote.toString()]));
    await commands().sendDeleteMsgs(chat, { list: [message], type: 'message' }, true);
    return null;
  };

  const forward = async ({ target, id, chats }: Changing & { chats: string[] }): Promise<SendOutput> => {
    const message = await needMessage(target);
    if (message.type === 'revoked' || message.type === 'ciphertext')
      throw refuse('not_found', 'What this message said is not there any more');
    const chat = await needChat(chats);
    const { forwardMessages } = module<{ forwardMessages(what: object): Promise<SendResult[] | undefined> }>(
      'WAWebChatForwardMessage',
    );
    const what = { chat, msgs: [message], multicast: true, includeCaption: true, appendedText: undefined };
    const results = await kit.withId(id, () => forwardMessages(what));
    const [result] = Array.isArray(results) ? results : [];
    return result ? judged(result) : { t: Math.floor(Date.now() / 1000) };
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
