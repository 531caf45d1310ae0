import { accountOf, type DeviceId } from '../../world/ids.js';
import type { QueueItem, ReceiptType } from '../../world/model.js';
import type { Connection } from '../connection.js';
import type { DoorContext } from '../context.js';
import { parseJid } from '../jid.js';
import { HISTORY } from '../phone/bootstrap.js';
import { child, children, stanza, type Stanza } from '../stanza.js';
import { routeMediaRetry } from './media-retry.js';
import { routeRetry } from './retry.js';
import { wireId } from '../outbound.js';

/** `inactive` says "delivered, but nobody looks at this device"; to others it is delivered. */
const TYPES: Record<string, ReceiptType> = {
  '': 'delivered',
  inactive: 'delivered',
  read: 'read',
  'read-self': 'read-self',
  played: 'played',
  sender: 'sender',
};

/** A client's `<receipt>`: settles its queue, is acknowledged, and reaches whom it concerns. */
export async function routeReceipt(
  context: DoorContext,
  connection: Connection,
  by: DeviceId,
  node: Stanza,
): Promise<void> {
  const { id = '', to = '', type = '', participant } = node.attrs;
  const ids = [id, ...children(child(node, 'list'), 'item').map((item) => item.attrs.id ?? '')];
  for (const each of ids) settleMessage(context, by, to, each, type);
  connection.send(stanza('ack', { class: 'receipt', id, from: to, type: node.attrs.type, participant }));
  if (type === 'retry') return routeRetry(context, by, node);
  if (type === 'server-error') return routeMediaRetry(context, by, node);
  const receiptType = TYPES[type];
  const { addressing } = parseJid(to);
  const group = context.jids.chat(to);
  const other = context.jids.account(group === undefined ? to : (participant ?? ''));
  if (!receiptType || other === undefined) return;
  const about = { to: other, ids, ...(group === undefined ? {} : { chat: group }) };
  const named = addressing ?? parseJid(participant ?? '').addressing ?? 'lid';
  // Too quick a receipt is merged into the sender's own message event and never seen as an update.
  context.world.clock.after(context.receiptDelayMs, () =>
    context.world.receipts.post({ by, type: receiptType, ...about, addressing: named }),
  );
}

function settleMessage({ world, jids }: DoorContext, by: DeviceId, to: string, id: string, type: string): void {
  const own = accountOf(by);
  const item = world.deliveries.find(by, (candidate) => {
    const { errand } = candidate;
    if (wireId(candidate) !== id) return false;
    if (errand.kind === 'door') return errand.label !== HISTORY || type === 'hist_sync';
    if (errand.kind !== 'message') return false;
    return errand.key.chat === jids.chat(to) || errand.key.sender === jids.account(to) || errand.key.sender === own;
  });
  // A retry receipt is a complaint: the item stays until the client's ack takes it away undelivered.
  if (item && type !== 'retry') world.deliveries.settle(by, item);
}

/** A client's `<ack>` for something it was sent. With an error the thing was taken, but is of no use to it. */
export function settleAck({ world }: DoorContext, by: DeviceId, node: Stanza): void {
  const { class: kind = '', id = '', error, type } = node.attrs;
  const item = world.deliveries.find(
    by,
    (candidate) => candidate.sent && wireId(candidate) === id && matches(candidate, kind, type),
  );
  if (!item) return;
  if (error === undefined) world.deliveries.settle(by, item);
  else world.deliveries.refuse(by, item, error);
}

function matches({ errand }: QueueItem, kind: string, type: string | undefined): boolean {
  if (errand.kind === 'message' || errand.kind === 'post') return kind === 'message';
  if (errand.kind === 'devices' || errand.kind === 'group' || errand.kind === 'picture') return kind === 'notification';
  if (errand.kind === 'call') return kind === 'call';
  if (errand.kind === 'door') return kind === (errand.envelope as { stanza: Stanza }).stanza.tag;
  const expected = errand.receipt.type === 'delivered' ? undefined : errand.receipt.type;
  return kind === 'receipt' && type === expected;
}
