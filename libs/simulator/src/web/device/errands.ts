import type { CallNotice } from '../../world/call-model.js';
import { accountOf, isGroupChat, type DeviceId, type PhoneNumber } from '../../world/ids.js';
import type { Message, QueueItem, Receipt } from '../../world/model.js';
import type { WebContext } from '../context.js';
import type { CallFact, PageEventName, PageEvents } from '../facts.js';
import { changeFact } from './change-fact.js';
import { postFact } from './channel-fact.js';
import { groupFact, noticeFact, pictureFact } from './group-fact.js';
import { keyFact } from './keys.js';
import { isChange, messageFact } from './message-fact.js';

export type PageNews = { [N in PageEventName]: { event: N; data: PageEvents[N] } }[PageEventName];

/** A queue item as the page hears of it; undefined when it is nothing to a page. */
export function newsOf(context: WebContext, device: DeviceId, { errand, seq }: QueueItem): PageNews | undefined {
  const me = accountOf(device);
  const { world, wids } = context;
  if (errand.kind === 'message') {
    const message = world.messages.find(errand.key);
    if (!message?.content) return undefined;
    if (!isChange(message.content)) return { event: 'message', data: messageFact(context, me, message) };
    const change = changeFact(context, me, message);
    return change && { event: 'change', data: change };
  }
  if (errand.kind === 'receipt') return receiptNews(context, device, errand.receipt);
  if (errand.kind === 'call') return { event: 'call', data: callFact(context, errand.notice) };
  if (errand.kind === 'post') return { event: 'message', data: postFact(errand.post, wids.number(me)) };
  if (errand.kind === 'picture') {
    const { owner } = errand.notice;
    const line = isGroupChat(owner) ? { notice: pictureFact(context, me, errand.notice, seq) } : {};
    return { event: 'picture', data: { id: wids.target(owner), ...line } };
  }
  if (errand.kind !== 'group') return undefined;
  const { notice } = errand;
  const line = noticeFact(context, me, notice, seq);
  const group = world.groups.find(notice.chat);
  if (!group?.members[me]) return { event: 'groupGone', data: { id: wids.group(notice.chat), notice: line } };
  return { event: 'group', data: { group: groupFact(context, group), notice: line } };
}

function callFact({ wids }: WebContext, { call, change }: CallNotice): CallFact {
  const { id, from, to, video, at } = call;
  const group = isGroupChat(to) ? { group: wids.group(to) } : {};
  return { id, peer: wids.partner(from), ...group, video, t: Math.floor(at / 1000), change };
}

/** Receipts of others move the acks of one's own messages; those of one's own devices, what is unread. */
function receiptNews(context: WebContext, device: DeviceId, receipt: Receipt): PageNews | undefined {
  const me = accountOf(device);
  const { acks, world } = context;
  const about = receipt.ids.flatMap((id) => world.messages.find(acks.keyOf(receipt, id)) ?? []);
  if (accountOf(receipt.by) === me) return readNews(context, me, about);
  if (receipt.to !== me) return undefined;
  const told = about.map((message) => ({ key: keyFact(context, me, message.key), ack: acks.levelOf(message) }));
  return told.length > 0 ? { event: 'receipt', data: { acks: told } } : undefined;
}

function readNews(context: WebContext, me: PhoneNumber, read: readonly Message[]): PageNews | undefined {
  const [first] = read;
  if (!first || first.key.sender === me) return undefined;
  const upTo = Math.floor(Math.max(...read.map(({ at }) => at)) / 1000);
  return { event: 'own', data: { kind: 'read', id: keyFact(context, me, first.key).remote, upTo } };
}
