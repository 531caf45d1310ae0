import { deflateSync } from 'node:zlib';
import { proto } from 'baileys-codec/WAProto/index.js';
import { PHONE, deviceId, groupDigits, isGroupChat, type ChatId, type PhoneNumber } from '../../world/ids.js';
import { messagesOn } from '../../world/phone-view.js';
import type { ShownMessage } from '../../world/view.js';
import type { DoorContext } from '../context.js';
import { toProto } from './content.js';
import { sceneOf } from './scene.js';

const { HistorySyncType } = proto.HistorySync;
const { Status } = proto.WebMessageInfo;

/** Messages of each chat that come first of all. */
const INITIAL_PER_CHAT = 10;
/** Messages of one later part. */
const PER_PART = 2000;

/** One part of what a phone tells a new device of its past; the notice and the compressed history itself. */
export interface HistoryPart {
  syncType: proto.HistorySync.HistorySyncType;
  chunkOrder: number;
  progress?: number;
  deflated: Buffer;
}

interface PastChat {
  chat: ChatId;
  messages: ShownMessage[];
}

/** All that the phone shows, in parts: the newest of each chat, the names, then the rest. Made one part at a time. */
export function* historyParts(context: DoorContext, account: PhoneNumber): Generator<HistoryPart> {
  const chats = pastOf(context, account);
  const encode = (part: PastChat) => conversation(context, account, part);
  let chunkOrder = 1;
  const part = (syncType: proto.HistorySync.HistorySyncType, told: proto.IHistorySync, progress?: number) => ({
    syncType,
    chunkOrder: chunkOrder++,
    ...(progress === undefined ? {} : { progress }),
    deflated: deflateSync(proto.HistorySync.encode(proto.HistorySync.fromObject({ syncType, ...told })).finish()),
  });
  const newest = chats.map(({ chat, messages }) => ({ chat, messages: messages.slice(-INITIAL_PER_CHAT) }));
  yield part(HistorySyncType.INITIAL_BOOTSTRAP, { progress: 100, conversations: newest.map(encode) }, 100);
  yield part(HistorySyncType.PUSH_NAME, { pushnames: pushNames(context) });
  const older = chats.map(({ chat, messages }) => ({ chat, messages: messages.slice(0, -INITIAL_PER_CHAT) }));
  const parts = [...cut(older.filter(({ messages }) => messages.length > 0))];
  if (parts.length === 0) parts.push([]);
  for (const [index, conversations] of parts.entries()) {
    const progress = Math.floor((100 * (index + 1)) / parts.length);
    yield part(HistorySyncType.RECENT, { progress, conversations: conversations.map(encode) }, progress);
  }
}

function pastOf({ world }: DoorContext, account: PhoneNumber): PastChat[] {
  const chats = new Map<ChatId, ShownMessage[]>();
  for (const shown of messagesOn(world, account)) {
    const messages = chats.get(shown.key.chat);
    if (messages) messages.push(shown);
    else chats.set(shown.key.chat, [shown]);
  }
  return [...chats].map(([chat, messages]) => ({ chat, messages }));
}

/** Parts of at most {@link PER_PART} messages; a long chat goes on in the next one. */
function* cut(chats: PastChat[]): Generator<PastChat[]> {
  let [part, size]: [PastChat[], number] = [[], 0];
  for (const { chat, messages } of chats)
    for (let from = 0; from < messages.length;) {
      const piece = messages.slice(from, from + PER_PART - size);
      part.push({ chat, messages: piece });
      size += piece.length;
      from += piece.length;
      if (size < PER_PART) continue;
      yield part;
      [part, size] = [[], 0];
    }
  if (size > 0) yield part;
}

function conversation(context: DoorContext, account: PhoneNumber, { chat, messages }: PastChat): proto.IConversation {
  const { world, jids } = context;
  const at = Math.floor((messages.at(-1)?.at ?? 0) / 1000);
  const told = messages.flatMap((shown) => historyMessage(context, account, shown));
  const common = { conversationTimestamp: at, unreadCount: 0, messages: told };
  const group = world.groups.find(chat);
  if (group) return { ...common, id: `${groupDigits(chat)}@g.us`, name: group.subject };
  const other = otherOf(chat, account);
  const hidden = jids.isHidden(other);
  return {
    ...common,
    id: jids.of(other, hidden ? 'lid' : 'pn'),
    name: world.directory.get(other).name,
    lidJid: jids.of(other, 'lid'),
    ...(hidden ? {} : { pnJid: jids.of(other, 'pn') }),
  };
}

/** Newest first in a phone's own telling; nothing for what was revoked. */
function historyMessage(context: DoorContext, account: PhoneNumber, shown: ShownMessage): proto.IHistorySyncMsg[] {
  const { world, jids } = context;
  const message = world.messages.find(shown.key);
  if (!message || !shown.content) return [];
  const { key, fromMe } = shown;
  const scene = { ...sceneOf(context, message), to: message.to };
  const said = toProto({ content: shown.content, notes: message.notes ?? {} }, scene);
  const chat = isGroupChat(key.chat) ? key.chat : otherOf(key.chat, account);
  const addressing = isGroupChat(chat) ? message.addressing : jids.isHidden(chat) ? 'lid' : 'pn';
  const info: proto.IWebMessageInfo = {
    key: {
      remoteJid: jids.ofChat(chat, addressing),
      fromMe,
      id: key.id,
      ...(isGroupChat(chat) ? { participant: jids.of(key.sender, addressing) } : {}),
    },
    message: said,
    messageTimestamp: Math.floor(message.at / 1000),
    ...(fromMe ? { status: statusOf(context, message.to, key) } : { pushName: world.directory.get(key.sender).name }),
    reactions: Object.entries(shown.reactions).map(([who, text]) => ({
      key: { ...(who === account ? { fromMe: true } : { participant: jids.of(who, addressing) }), id: key.id },
      text,
    })),
  };
  return [{ message: info, msgOrderId: Math.floor(message.at / 1000) }];
}

function statusOf({ world }: DoorContext, to: string, key: ShownMessage['key']): proto.WebMessageInfo.Status {
  if (isGroupChat(to)) return Status.DELIVERY_ACK;
  const stage = world.deliveries.stageOf(deviceId(to, PHONE), key);
  if (stage === 'read') return Status.READ;
  return stage === 'delivered' ? Status.DELIVERY_ACK : Status.SERVER_ACK;
}

const otherOf = (chat: ChatId, account: PhoneNumber): PhoneNumber => {
  const [one = '', other = ''] = chat.replace(/^direct:/, '').split('+');
  return one === account ? other : one;
};

function pushNames({ world, jids }: DoorContext): proto.IPushname[] {
  const people = world.directory.accounts().slice(0, 500);
  return people.map(({ number, name }) => ({ id: jids.of(number, 'pn'), pushname: name }));
}
