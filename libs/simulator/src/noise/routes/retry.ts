import { seconds } from '../../world/clock.js';
import {
  PHONE,
  accountOf,
  indexOf,
  isSharedChat,
  type Addressing,
  type DeviceId,
  type MessageKey,
} from '../../world/ids.js';
import type { DoorContext } from '../context.js';
import { children, stanza, type Stanza, type DoorEnvelope } from '../stanza.js';

/** What a retry receipt carries besides its attributes. */
const RETRY_CHILDREN = ['retry', 'registration', 'keys'];
const LABEL = 'retry';

/**
 * A device could not open a message and asks its author for another copy. A phone seals it anew, under the same id;
 * another linked device is told, and resends by itself.
 */
export async function routeRetry(context: DoorContext, by: DeviceId, node: Stanza): Promise<void> {
  const { world, jids, phones } = context;
  const { id = '', to = '', recipient, participant } = node.attrs;
  const group = jids.chat(to);
  const authorJid = group === undefined ? to : (participant ?? '');
  const author = jids.device(authorJid);
  if (author === undefined || !world.directory.device(author)) return;
  if (indexOf(author) !== PHONE) {
    const addressing: Addressing = authorJid.endsWith('@lid') ? 'lid' : 'pn';
    const asker = jids.ofDevice(by, addressing);
    const from = group === undefined ? { from: asker } : { from: to, participant: asker };
    const attrs = { ...from, id, type: 'retry', t: seconds(world.clock), recipient };
    const kids = children(node).filter(({ tag }) => RETRY_CHILDREN.includes(tag));
    enqueue(context, author, stanza('receipt', attrs, kids));
    return;
  }
  const sender = accountOf(author);
  const other = recipient === undefined ? accountOf(by) : (jids.account(recipient) ?? accountOf(by));
  const key = world.messages.key(sender, group ?? other, id);
  if (!world.messages.find(key)?.content) return;
  await phones.of(sender).forget(jids.ofDevice(by, 'lid'));
  world.deliveries.enqueue(by, { kind: 'message', key, again: true });
}

/** The phone of `account` could not open its copy of a client's message: it asks that client for another. */
export function askForRetry(context: DoorContext, account: string, from: DeviceId, key: MessageKey): void {
  const { world, jids, phones } = context;
  const message = world.messages.find(key);
  const addressing = message?.addressing ?? 'pn';
  const own = account === key.sender;
  const t = seconds(world.clock);
  const attrs = {
    ...(isSharedChat(key.chat)
      ? { from: jids.ofChat(key.chat, addressing), participant: jids.of(account, addressing) }
      : { from: jids.of(account, addressing) }),
    id: key.id,
    type: 'retry',
    t,
    recipient: own && message && !isSharedChat(key.chat) ? jids.of(message.to, addressing) : undefined,
  };
  const kids = [
    stanza('retry', { count: 1, id: key.id, t, v: 1 }),
    stanza('registration', {}, phones.of(account).registration),
  ];
  enqueue(context, from, stanza('receipt', attrs, kids));
}

function enqueue({ world }: DoorContext, device: DeviceId, node: Stanza): void {
  const envelope: DoorEnvelope = { stanza: node };
  world.deliveries.enqueue(device, { kind: 'door', label: LABEL, envelope });
}
