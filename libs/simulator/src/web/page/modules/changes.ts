import { applyChange } from '../apply/changes.js';
import { removeMessages } from '../apply/own.js';
import type { ChangeFact } from '../../facts.js';
import { ServerStatusCodeError } from '../base/errors.js';
import { MsgKey } from '../ids/msg-key.js';
import type { ChatModel } from '../models/chat.js';
import type { MessageModel } from '../models/message.js';
import type { SendResult } from '../overheard.js';
import type { ModuleMaker, Page } from '../page.js';
import { sendGroupInvite } from './groups.js';
import { sendRecord } from './sending.js';

const PIN = 1;

type GroupInvite = Parameters<typeof sendGroupInvite> extends [Page, ...infer Rest] ? Rest : never;

interface MessageList {
  list: MessageModel[];
}

type Detail = ChangeFact extends infer F
  ? F extends ChangeFact
    ? Omit<F, 'key' | 'target' | 'by' | 'at'>
    : never
  : never;

/** Something that is done to a message, under an id of its own. */
interface Change {
  id: string;
  target: MessageModel;
  /** For the door. */
  asked: object;
  /** For whoever looks at this page. */
  shown: Detail;
}

function show(page: Page, { id, target: { id: target }, shown }: Change): void {
  const by = page.self(target.remote).toString();
  const participant = target.remote.isGroup() || target.remote.isStatus() ? { participant: by } : {};
  applyChange(page, {
    key: { fromMe: true, remote: target.remote.toString(), id, ...participant },
    target: target.toFact(),
    by,
    at: Date.now(),
    ...shown,
  });
}

async function handIn(page: Page, { id, target, asked }: Change): Promise<SendResult> {
  const { remote } = target.id;
  const wire = () => page.ask<{ t: number }>('change', { id, target: target.id.toFact(), change: asked });
  const data = { id: new MsgKey({ fromMe: true, remote, id }) };
  const { error: _error, ...result } = await sendRecord(page, { type: 'addon', data, wire });
  return result;
}

/** Shown at once, and not taken back when the service refuses it. */
async function addon(
  page: Page,
  name: string,
  target: MessageModel,
  asked: object,
  shown: Detail,
  given?: string,
): Promise<SendResult> {
  const change = { id: given ?? (await MsgKey.newId()), target, asked, shown };
  show(page, change);
  const result = await handIn(page, change);
  if (result.messageSendResult !== 'OK') throw new Error(`${name} send error`);
  return result;
}

async function react(page: Page, message: MessageModel, emoji: string): Promise<void> {
  const asked = { kind: 'reaction', emoji: emoji === '' ? null : emoji };
  await addon(page, 'Reaction', message, asked, { kind: 'reaction', emoji });
}

/** A refused one is told by the message alone. */
async function edit(page: Page, target: MessageModel, text: string): Promise<void> {
  const change: Change = {
    id: MsgKey.newId_DEPRECATED(),
    target,
    asked: { kind: 'edit', text },
    shown: { kind: 'edit', text },
  };
  show(page, change);
  const { messageSendResult } = await handIn(page, change);
  target.set('isSendFailure', messageSendResult !== 'OK');
}

/** Shown when it is done. */
export async function revokeOne(page: Page, target: MessageModel): Promise<SendResult> {
  const shown = { kind: 'revoke', bySender: target.id.fromMe } as const;
  const change: Change = { id: await MsgKey.newId(), target, asked: { kind: 'revoke' }, shown };
  const result = await handIn(page, change);
  if (result.messageSendResult === 'OK') show(page, change);
  return result;
}

async function revoke(page: Page, { list }: MessageList): Promise<SendResult[]> {
  return Promise.all(list.map((message) => revokeOne(page, message)));
}

async function vote(page: Page, message: MessageModel, chosen: Set<number>): Promise<void> {
  const options = (message.pollOptions ?? []).filter(({ localId }) => chosen.has(localId)).map(({ name }) => name);
  await addon(page, 'Vote', message, { kind: 'vote', options }, { kind: 'vote', options: [...chosen] });
}

/** Seconds, by the words under which the page offers them. */
const EXPIRIES: Record<string, number> = { OneDay: 86_400, SevenDays: 604_800, ThirtyDays: 2_592_000 };

/** The library replaces the function in it by its own: it must be looked up whenever it is called. */
const pinConstants = { getPinExpiryDuration: (option: string | number) => EXPIRIES[option] };

/** @param action 1 pins, 2 lets go; @param option one of {@link EXPIRIES} */
async function pin(page: Page, message: MessageModel, action: number, option: string | number): Promise<SendResult> {
  const pinned = action === PIN;
  const id = await MsgKey.newId();
  const seconds = pinned ? pinConstants.getPinExpiryDuration(option) : 0;
  if (seconds === undefined) throw new Error(`no such length of a pin: ${option}`);
  return addon(page, 'PinInChat', message, { kind: 'pin', seconds }, { kind: 'pin', pinned, seconds }, id);
}

/** For oneself only. @returns how many are gone; a refusal is not told otherwise */
async function hide(page: Page, { list }: MessageList): Promise<number> {
  try {
    for (const message of list) await page.ask('own.hide', { key: message.id.toFact() });
  } catch (error) {
    if (error instanceof ServerStatusCodeError) return 0;
    throw error;
  }
  removeMessages(page, list, false);
  return list.length;
}

async function star(page: Page, messages: MessageModel[], starred: boolean): Promise<void> {
  for (const message of messages) {
    await page.ask('own.star', { key: message.id.toFact(), starred });
    message.set('star', starred);
  }
}

interface Hiding {
  chat_: ChatModel;
  record: MessageList;
}

/** One of a kind at a time in each chat: who asks for another meanwhile gets the first one's answer. */
function oneAtATime<A extends [ChatModel, ...unknown[]], T>(work: (...args: A) => Promise<T>): typeof work {
  const underWay = new WeakMap<ChatModel, Promise<T>>();
  return (...args) => {
    const [chat] = args;
    const known = underWay.get(chat);
    if (known) return known;
    const done = work(...args).finally(() => underWay.delete(chat));
    underWay.set(chat, done);
    return done;
  };
}

/** What the commands come to in the end. */
function actions(page: Page) {
  const hideOne = oneAtATime((_chat: ChatModel, record: MessageList) => hide(page, record));
  return {
    sendRevokeMsgs: oneAtATime((_chat: ChatModel, what: MessageList, _clearMedia: boolean) => revoke(page, what)),
    sendDeleteMsgs: ({ chat_, record }: Hiding) => hideOne(chat_, record),
    sendStarMsgs: oneAtATime((_chat: ChatModel, messages: MessageModel[], starred: boolean) =>
      star(page, messages, starred),
    ),
  };
}

interface MessageInfo {
  delivery: { id: string; t: number }[];
  read: { id: string; t: number }[];
  played: { id: string; t: number }[];
}

const isMine = ({ id }: MessageModel) => id.fromMe;

/** What is done to messages that are there. */
export const changeModules: ModuleMaker = (page) => {
  const { cmd, store, tables } = page;
  const does = actions(page);
  cmd.command('sendRevokeMsgs', 'send_revoke_msgs', (chat: ChatModel, what: MessageList) =>
    does.sendRevokeMsgs(chat, what, true),
  );
  cmd.command('sendDeleteMsgs', 'send_delete_msgs', (chat: ChatModel, record: MessageList) =>
    does.sendDeleteMsgs({ chat_: chat, record }),
  );
  cmd.command('sendStarMsgs', 'send_star_msgs', (chat: ChatModel, messages: MessageModel[]) =>
    does.sendStarMsgs(chat, messages, true),
  );
  cmd.command('sendUnstarMsgs', 'send_unstar_msgs', (chat: ChatModel, messages: MessageModel[]) =>
    does.sendStarMsgs(chat, messages, false),
  );
  return {
    WAWebChatSendMessages: {
      ...does,
      sendGroupInviteMessage: (...invite: GroupInvite) => sendGroupInvite(page, ...invite),
    },
    WAWebSendReactionMsgAction: {
      sendReactionToMsg: (message: MessageModel, emoji: string) => react(page, message, emoji),
    },
    WAWebSendMessageEditAction: {
      sendMessageEdit: (message: MessageModel, text: string) => edit(page, message, text),
    },
    WAWebPollsSendVoteMsgAction: {
      sendVote: (message: MessageModel, chosen: Set<number>) => vote(page, message, chosen),
    },
    WAWebSendPinMessageAction: {
      sendPinInChatMsg: (message: MessageModel, action: number, option: string | number) =>
        pin(page, message, action, option),
    },
    WAWebPinMsgConstants: pinConstants,
    WAWebMsgActionCapability: {
      canSenderRevokeMsg: isMine,
      canAdminRevokeMsg: ({ id }: MessageModel) => store.chats.get(id.remote)?.iAmAdmin() ?? false,
      canStarMsg: () => true,
      canEditText: (message: MessageModel) => isMine(message) && message.type === 'chat',
      canEditCaption: (message: MessageModel) => isMine(message) && message.caption !== undefined,
    },
    WAWebAddonReactionTableMode: { reactionTableMode: tables.reactionTableMode },
    WAWebAddonPollVoteTableMode: { pollVoteTableMode: tables.pollVoteTableMode },
    WAWebPollsVotesSchema: {
      getTable: () => ({
        equals: (_index: string[], key: string) =>
          Promise.resolve(
            store.addons.votesIn(key).map((row) => ({
              parentMsgKey: key,
              selectedOptionLocalIds: row.selectedOptionLocalIds,
              sender: row.author.toString(),
              senderTimestampMs: row.senderTimestampMs,
            })),
          ),
      }),
    },
    WAWebPinInChatSchema: {
      getTable: () => ({
        equals: (_index: string[], chat: string) =>
          Promise.resolve(
            store.addons.pinnedIn(chat).map((key) => ({ chatId: chat, pinType: PIN, parentMsgKey: key.toString() })),
          ),
      }),
    },
    WAWebApiMessageInfoStore: {
      queryMsgInfo: async (key: MsgKey) => {
        const info = await page.ask<MessageInfo>('info', { key: key.toFact() });
        return { ...info, deliveryRemaining: 0, readRemaining: 0, playedRemaining: 0 };
      },
    },
  };
};
