import {
  STATUS_CHAT,
  accountOf,
  chatOf,
  isSharedChat,
  keyText,
  type ChatId,
  type DeviceId,
  type PhoneNumber,
} from '../../world/ids.js';
import { disappearing } from '../../world/phone-view.js';
import type { WebContext } from '../context.js';
import type { ChatFact, LoginFact } from '../facts.js';
import { channelFact } from './channel-fact.js';
import { groupFact } from './group-fact.js';
import { History, type ShownPair } from './history.js';
import { partnerIn } from './keys.js';
import { chatSettingsFact, labelFacts } from './own-fact.js';
import { contactFact } from './person-fact.js';

/** Everything a page needs to begin: as if it had been in the browser's database all along. */
export function loginFact(context: WebContext, device: DeviceId): LoginFact {
  const { world, wids, settings } = context;
  const me = accountOf(device);
  const history = new History(context);
  const waiting = waitingKeys(context, device);
  const byChat = groupByChat(history.shown(me, undefined, waiting));
  const recent = [...byChat.values()].flatMap((pairs) => pairs.slice(-settings.recentMessages));
  return {
    me: { number: wids.number(me), lid: wids.lid(me), pushname: world.directory.get(me).name },
    contacts: people(context, me, [...byChat.keys()]).map((number) => contactFact(context, me, number)),
    chats: chatFacts(context, me, byChat, history),
    labels: labelFacts(context, me),
    channels: world.channels.of(me).map((channel) => channelFact(channel, me)),
    messages: recent.toSorted((a, b) => a.message.at - b.message.at).map((pair) => history.fact(me, pair)),
    changes: history.changes(me, undefined, waiting),
  };
}

/** What the device has not confirmed comes as news, after the login. */
const waitingKeys = ({ world }: WebContext, device: DeviceId): Set<string> =>
  new Set(
    world.deliveries.queue(device).flatMap(({ errand }) => (errand.kind === 'message' ? [keyText(errand.key)] : [])),
  );

function groupByChat(pairs: readonly ShownPair[]): Map<ChatId, ShownPair[]> {
  const chats = new Map<ChatId, ShownPair[]>();
  for (const pair of pairs) {
    const { chat } = pair.shown.key;
    const known = chats.get(chat);
    if (known) known.push(pair);
    else chats.set(chat, [pair]);
  }
  return chats;
}

function chatFacts(
  context: WebContext,
  me: PhoneNumber,
  byChat: ReadonlyMap<ChatId, ShownPair[]>,
  history: History,
): ChatFact[] {
  const { world, wids } = context;
  const groups = world.groups.of(me);
  const isDeleted = (chat: ChatId) => world.own.chat(me, partnerIn(chat, me)).deleted;
  const set = Object.keys(world.own.of(me).chats).map((target) => chatOf(me, target));
  const all = new Set([...byChat.keys(), ...groups.map(({ chat }) => chat), ...set]);
  all.delete(STATUS_CHAT);
  return [...all]
    .filter((chat) => !isDeleted(chat))
    .map((chat) => {
      const pairs = byChat.get(chat) ?? [];
      const group = groups.find((candidate) => candidate.chat === chat);
      const t = Math.floor((pairs.at(-1)?.message.at ?? group?.createdAt ?? 0) / 1000);
      const partner = partnerIn(chat, me);
      return {
        id: wids.target(partner),
        t,
        ...chatSettingsFact(context, me, partner),
        ephemeralDuration: disappearing(world, me, partner),
        unreadCount: history.unread(me, pairs),
        ...(group ? { group: groupFact(context, group), name: group.subject } : {}),
      };
    });
}

/** Oneself, everyone one has talked to, the members of one's groups, and who is in one's address book. */
function people({ world }: WebContext, me: PhoneNumber, chats: readonly ChatId[]): PhoneNumber[] {
  const { directory, groups, own } = world;
  const members = groups.of(me).flatMap((group) => Object.keys(group.members));
  const partners = chats.filter((chat) => !isSharedChat(chat)).map((chat) => partnerIn(chat, me));
  const saved = Object.keys(own.of(me).names).filter((number) => directory.find(number) !== undefined);
  return [...new Set([me, ...partners, ...members, ...saved])];
}
