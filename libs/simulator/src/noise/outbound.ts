import { setImmediate } from 'node:timers/promises';
import type { ContentKind, MessageContent } from '../world/content.js';
import { PHONE, accountOf, deviceId, indexOf, isSharedChat, type DeviceId, type MessageKey } from '../world/ids.js';
import type { Message, QueueItem, Receipt } from '../world/model.js';
import { callStanza } from './call-stanza.js';
import type { Connection } from './connection.js';
import type { DoorContext } from './context.js';
import { noticeStanza } from './group-stanza.js';
import { pictureStanza } from './picture-stanza.js';
import { postStanza } from './post-stanza.js';
import { toProto } from './phone/content.js';
import { sceneOf } from './phone/scene.js';
import { sealFor, sealForGroup } from './phone/seal.js';
import { groupMessageStanza, messageStanza } from './routes/message-stanza.js';
import { SERVICE, stanza, type DoorEnvelope, type Stanza } from './stanza.js';

/** How many items are sent before sockets get their turn. */
const BATCH = 8;

/** The id under which the client will confirm a queue item. */
export function wireId(item: QueueItem): string {
  const { errand } = item;
  if (errand.kind === 'message') return errand.key.id;
  if (errand.kind === 'post') return errand.post.id;
  if (errand.kind === 'receipt') return errand.receipt.ids[0] ?? '';
  if (errand.kind === 'door') return (errand.envelope as DoorEnvelope).stanza.attrs.id ?? '';
  return `N${item.seq}`;
}

/** Empties the queues of connected devices, in order, one device at a time. */
export class Outbound {
  readonly #busy = new Set<DeviceId>();
  /** Devices for which something was queued while their queue was being emptied. */
  readonly #more = new Set<DeviceId>();

  constructor(private readonly context: DoorContext) {}

  /** The client is ready: what waited comes first, marked as offline, then the count that ends it. */
  async begin(connection: Connection, device: DeviceId): Promise<void> {
    const { deliveries } = this.context.world;
    deliveries.rewind(device);
    const waiting = deliveries.queue(device);
    connection.backlog = { lastSeq: waiting.at(-1)?.seq ?? 0, count: waiting.length };
    if (waiting.length > 0) connection.send(offlinePreview(waiting));
    connection.active = true;
    await this.pump(device);
  }

  async pump(device: DeviceId): Promise<void> {
    this.#more.add(device);
    if (this.#busy.has(device)) return;
    this.#busy.add(device);
    try {
      // Sealing never waits for anything outside: without a pause a long queue would keep the sockets from being read.
      while (this.#more.delete(device))
        for (let count = 1; await this.#step(device); count++) if (count % BATCH === 0) await setImmediate();
    } catch (error) {
      this.context.stats.error(`queue of ${device}`, error);
    } finally {
      this.#busy.delete(device);
    }
  }

  /** Sends the next item; false when there is nothing to do. */
  async #step(device: DeviceId): Promise<boolean> {
    const connection = this.context.connectionOf(device);
    if (!connection?.active) return false;
    const { deliveries } = this.context.world;
    const item = deliveries.nextUnsent(device);
    const { backlog } = connection;
    if (backlog && (!item || item.seq > backlog.lastSeq)) {
      connection.backlog = undefined;
      connection.send(stanza('ib', {}, [stanza('offline', { count: backlog.count })]));
    }
    if (!item) return false;
    const node = await this.#render(device, item);
    // Sealing took time: the device may have gone, or confirmed the item on another connection.
    if (this.context.connectionOf(device) !== connection || item.sent) return true;
    if (!deliveries.isWaiting(device, item)) return true;
    const offline = connection.backlog !== undefined;
    deliveries.markSent(device, item, offline);
    connection.send(offline ? { ...node, attrs: { ...node.attrs, offline: '1' } } : node);
    return true;
  }

  async #render(device: DeviceId, item: QueueItem): Promise<Stanza> {
    const { errand } = item;
    if (errand.kind === 'receipt') return this.#receipt(device, errand.receipt);
    if (errand.kind === 'devices') return this.#devices(wireId(item), errand.device, errand.change);
    if (errand.kind === 'door') return (errand.envelope as DoorEnvelope).stanza;
    if (errand.kind === 'call') return callStanza(this.context, errand.notice, wireId(item));
    if (errand.kind === 'post') return postStanza(errand.post);
    if (errand.kind === 'picture') return pictureStanza(this.context, errand.notice, wireId(item));
    if (errand.kind === 'group') {
      const { name } = this.context.world.directory.get(errand.notice.by);
      return noticeStanza(this.context.jids, errand.notice, wireId(item), name);
    }
    errand.envelope ??= await this.#seal(device, errand.key, errand.again);
    return errand.envelope as Stanza;
  }

  /** The sender's phone seals a message that has no ciphertext yet. Kept, so that a redelivery is the same bytes. */
  async #seal(device: DeviceId, key: MessageKey, again = false): Promise<Stanza> {
    const message = this.context.world.messages.find(key);
    if (!message?.content) throw new Error(`message ${key.id} has no content to seal`);
    const { from, to, addressing } = message;
    const passed = marksOf(message.content);
    const encs = await this.#sealed(device, message, again);
    if (isSharedChat(to)) {
      const head = { from: deviceId(key.sender, PHONE), chat: to, id: key.id, addressing, passed };
      return groupMessageStanza(this.context, head, encs);
    }
    // Sealed by the phone, hence from the phone, whichever of the sender's devices wrote it.
    const author = deviceId(accountOf(from), PHONE);
    return messageStanza(
      this.context,
      {
        from: author,
        recipient: accountOf(device),
        chat: to,
        id: key.id,
        addressing,
        passed,
      },
      encs,
    );
  }

  async #sealed(device: DeviceId, message: Message, again: boolean): Promise<Stanza[]> {
    const { content, key, to, addressing } = message;
    if (content && isForPhonesOnly(content)) return [stanza('unavailable', { type: 'view_once' })];
    const said = toProto(message, sceneOf(this.context, message));
    const encs = isSharedChat(to)
      ? await sealForGroup(this.context, key, device, said, again)
      : [await sealFor(this.context, key.sender, device, said, to, addressing)];
    if (!content || !HIDDEN.includes(content.kind)) return encs;
    return encs.map((enc) => ({ ...enc, attrs: { ...enc.attrs, 'decrypt-fail': 'hide' } }));
  }

  /** Receipts come from the bare account in the message's addressing, or from the group; no type means delivered. */
  #receipt(device: DeviceId, receipt: Receipt): Stanza {
    const { jids } = this.context;
    const by = accountOf(receipt.by);
    const own = receipt.chat === undefined && accountOf(device) === by && receipt.to !== by;
    const [id = '', ...more] = receipt.ids;
    const list = more.map((extra) => stanza('item', { id: extra }));
    return stanza(
      'receipt',
      {
        from:
          receipt.chat === undefined ? jids.of(by, receipt.addressing) : jids.ofChat(receipt.chat, receipt.addressing),
        participant: receipt.chat === undefined ? undefined : jids.of(by, receipt.addressing),
        id,
        type: receipt.type === 'delivered' ? undefined : receipt.type,
        recipient: own ? jids.of(receipt.to, receipt.addressing) : undefined,
        t: Math.floor(receipt.at / 1000),
      },
      list.length > 0 ? [stanza('list', {}, list)] : undefined,
    );
  }

  #devices(id: string, device: DeviceId, change: 'add' | 'remove'): Stanza {
    const { jids, world } = this.context;
    const account = accountOf(device);
    return stanza(
      'notification',
      { from: jids.of(account, 'pn'), type: 'devices', id, t: Math.floor(world.clock.now() / 1000) },
      [
        stanza(change, { device_hash: '2:sim' }, [
          stanza('device', { jid: jids.ofDevice(device, 'pn'), 'key-index': indexOf(device) }),
        ]),
      ],
    );
  }
}

/** What the service can see of a message without opening it. */
const MARKS: { [K in ContentKind]?: Record<string, string> } = {
  image: { type: 'media' },
  video: { type: 'media' },
  audio: { type: 'media' },
  voice: { type: 'media' },
  document: { type: 'media' },
  sticker: { type: 'media' },
  reaction: { type: 'reaction' },
  poll: { type: 'poll' },
  vote: { type: 'poll' },
  event: { type: 'event' },
  edit: { edit: '1' },
  pin: { edit: '2' },
  revoke: { edit: '7' },
};

const isForPhonesOnly = (content: MessageContent): boolean =>
  content.kind === 'viewOnce' || ('viewOnce' in content && content.viewOnce === true);

/** Shows nothing by itself: a client that cannot open it is told to show no gap either. */
const HIDDEN: readonly ContentKind[] = ['reaction', 'edit', 'vote', 'pin'];

const marksOf = ({ kind }: MessageContent): Record<string, string> => MARKS[kind] ?? {};

function offlinePreview(items: readonly QueueItem[]): Stanza {
  const count = (kind: QueueItem['errand']['kind']) => items.filter((item) => item.errand.kind === kind).length;
  return stanza('ib', { from: SERVICE }, [
    stanza('offline_preview', {
      count: items.length,
      message: count('message') + count('post') + count('door'),
      receipt: count('receipt'),
      notification: count('devices') + count('group') + count('picture'),
    }),
  ]);
}
