import type { EventLog } from './event-log.js';
import { keyText, type DeviceId, type MessageKey } from './ids.js';
import type { Errand, QueueItem } from './model.js';

/** How far a message came at one device. Later stages include the earlier ones. */
export type DeliveryStage = 'queued' | 'sent' | 'delivered' | 'read';

const ORDER: readonly DeliveryStage[] = ['queued', 'sent', 'delivered', 'read'];

interface DeviceBox {
  /** By number, oldest first. */
  waiting: Map<number, QueueItem>;
  /** What the present connection was not handed yet begins at `cursor`; settled items may still be in here. */
  unsent: QueueItem[];
  cursor: number;
  /** By key text; what is reached is never taken back. */
  reached: Map<string, { key: MessageKey; stage: DeliveryStage }>;
}

export interface DeliveryState {
  seq: number;
  boxes: { device: DeviceId; queue: QueueItem[]; reached: { key: MessageKey; stage: DeliveryStage }[] }[];
}

/**
 * One queue per linked device. An item stays until the device's receipt or ack for it was seen, however many
 * connections that takes; being written to a socket proves nothing.
 */
export class Deliveries {
  readonly #boxes = new Map<DeviceId, DeviceBox>();
  #seq = 0;

  constructor(private readonly log: EventLog) {}

  enqueue(device: DeviceId, errand: Errand): QueueItem {
    const item: QueueItem = { seq: ++this.#seq, sent: false, errand };
    const box = this.#box(device);
    box.waiting.set(item.seq, item);
    box.unsent.push(item);
    if (errand.kind === 'message') {
      this.#reach(device, errand.key, 'queued');
      this.log.append('delivery.queued', { device, seq: item.seq, key: errand.key });
    }
    this.log.append('queue.added', { device, seq: item.seq });
    return item;
  }

  /** Number of the newest queue item of any device. */
  get lastSeq(): number {
    return this.#seq;
  }

  /** What the device has not confirmed, oldest first. */
  queue(device: DeviceId): QueueItem[] {
    return [...(this.#boxes.get(device)?.waiting.values() ?? [])];
  }

  /** The oldest unconfirmed item that fits. */
  find(device: DeviceId, fits: (item: QueueItem) => boolean): QueueItem | undefined {
    for (const item of this.#boxes.get(device)?.waiting.values() ?? []) if (fits(item)) return item;
    return undefined;
  }

  isWaiting(device: DeviceId, item: QueueItem): boolean {
    return this.#boxes.get(device)?.waiting.has(item.seq) ?? false;
  }

  nextUnsent(device: DeviceId): QueueItem | undefined {
    const box = this.#boxes.get(device);
    if (!box) return undefined;
    for (; box.cursor < box.unsent.length; box.cursor++) {
      const item = box.unsent[box.cursor];
      if (item && !item.sent && box.waiting.has(item.seq)) return item;
    }
    box.unsent = [];
    box.cursor = 0;
    return undefined;
  }

  /** A connection began or ended: nothing that is still here counts as handed over any more. */
  rewind(device: DeviceId): void {
    const box = this.#boxes.get(device);
    if (!box) return;
    box.unsent = [...box.waiting.values()];
    box.cursor = 0;
    for (const item of box.unsent) item.sent = false;
  }

  markSent(device: DeviceId, item: QueueItem, offline: boolean): void {
    item.sent = true;
    if (item.errand.kind !== 'message') return;
    this.#reach(device, item.errand.key, 'sent');
    this.log.append('delivery.sent', { device, seq: item.seq, key: item.errand.key, offline });
  }

  /** The device confirmed the item. Recording it is the first thing that happens. */
  settle(device: DeviceId, item: QueueItem): void {
    if (!this.#take(device, item)) return;
    const { errand } = item;
    if (errand.kind === 'message' && this.#reach(device, errand.key, 'delivered'))
      this.log.append('delivery.delivered', { device, key: errand.key });
    this.log.append('queue.settled', { device, seq: item.seq });
  }

  /** The device took the item but could not use it; it is gone from the queue and not delivered. */
  refuse(device: DeviceId, item: QueueItem, reason: string): void {
    if (!this.#take(device, item)) return;
    const { errand } = item;
    if (errand.kind === 'message') this.log.append('delivery.refused', { device, key: errand.key, reason });
    this.log.append('queue.settled', { device, seq: item.seq });
  }

  read(device: DeviceId, key: MessageKey): void {
    if (this.#reach(device, key, 'read')) this.log.append('delivery.read', { device, key });
  }

  /** A message got to a device that needs no queue: the simulated phone. */
  reachPhone(device: DeviceId, key: MessageKey): void {
    if (this.#reach(device, key, 'delivered')) this.log.append('delivery.delivered', { device, key });
  }

  /** The device is gone: nothing waits for it any more. What it had reached stays on record. */
  drop(device: DeviceId): void {
    const box = this.#boxes.get(device);
    if (box) box.waiting.clear();
  }

  devices(): DeviceId[] {
    return [...this.#boxes.keys()];
  }

  stageOf(device: DeviceId, key: MessageKey): DeliveryStage | undefined {
    return this.#boxes.get(device)?.reached.get(keyText(key))?.stage;
  }

  /** Keys that got at least as far as `stage` at the device. */
  reached(device: DeviceId, stage: DeliveryStage): MessageKey[] {
    const least = ORDER.indexOf(stage);
    return [...(this.#boxes.get(device)?.reached.values() ?? [])]
      .filter((entry) => ORDER.indexOf(entry.stage) >= least)
      .map((entry) => entry.key);
  }

  snapshot(): DeliveryState {
    const boxes = [...this.#boxes].map(([device, box]) => ({
      device,
      queue: [...box.waiting.values()],
      reached: [...box.reached.values()],
    }));
    return { seq: this.#seq, boxes };
  }

  restore(state: DeliveryState): void {
    this.#seq = state.seq;
    for (const { device, queue, reached } of state.boxes) {
      this.#boxes.set(device, {
        waiting: new Map(queue.map((item) => [item.seq, { ...item, sent: false }])),
        unsent: [],
        cursor: 0,
        reached: new Map(reached.map((entry) => [keyText(entry.key), entry])),
      });
    }
  }

  #box(device: DeviceId): DeviceBox {
    let box = this.#boxes.get(device);
    if (!box) this.#boxes.set(device, (box = { waiting: new Map(), unsent: [], cursor: 0, reached: new Map() }));
    return box;
  }

  #take(device: DeviceId, item: QueueItem): boolean {
    return this.#box(device).waiting.delete(item.seq);
  }

  /** True when this is news: the stage was not reached before. */
  #reach(device: DeviceId, key: MessageKey, stage: DeliveryStage): boolean {
    const { reached } = this.#box(device);
    const known = reached.get(keyText(key));
    if (known && ORDER.indexOf(known.stage) >= ORDER.indexOf(stage)) return false;
    reached.set(keyText(key), { key, stage });
    return true;
  }
}
