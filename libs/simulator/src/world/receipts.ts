import type { Clock } from './clock.js';
import type { Deliveries } from './deliveries.js';
import type { Directory } from './directory.js';
import type { EventLog } from './event-log.js';
import {
  PHONE,
  accountOf,
  deviceId,
  isSharedChat,
  type ChatId,
  type DeviceId,
  type MessageKey,
  type PhoneNumber,
} from './ids.js';
import type { Message, Receipt, ReceiptPolicy } from './model.js';
import type { Messages } from './messages.js';

/** What somebody saw on one device is seen on the others. */
const SHARED: readonly Receipt['type'][] = ['read', 'read-self', 'played'];

/** Who is told of a receipt, and the receipts that phones give by themselves. */
export class Receipts {
  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly directory: Directory,
    private readonly deliveries: Deliveries,
    private readonly messages: Messages,
    private readonly fallback: ReceiptPolicy,
  ) {
    log.on('message.shown', ({ account, key, copy }) => {
      if (copy === 1) this.#automatic(account, key);
    });
  }

  /** Records a receipt and tells the devices it concerns. */
  post(receipt: Omit<Receipt, 'at'>): void {
    const full: Receipt = { ...receipt, at: this.clock.now() };
    if (full.type === 'read' || full.type === 'read-self') {
      for (const id of full.ids) this.deliveries.read(full.by, this.#incomingKey(full, id));
    }
    this.log.append('receipt.posted', { receipt: full });
    for (const device of this.#audience(full)) this.deliveries.enqueue(device, { kind: 'receipt', receipt: full });
  }

  /** The contact's phone says that it got, or its owner read, messages that came from `to`. */
  fromPhone(by: PhoneNumber, to: PhoneNumber, ids: string[], type: Receipt['type'], chat?: ChatId): void {
    const first = ids[0] === undefined ? undefined : this.messages.find(this.messages.key(to, chat ?? by, ids[0]));
    const about = { to, ids, ...(chat === undefined ? {} : { chat }) };
    this.post({ by: deviceId(by, PHONE), type, ...about, addressing: first?.addressing ?? 'pn' });
  }

  #audience(receipt: Receipt): DeviceId[] {
    const by = accountOf(receipt.by);
    if (receipt.type === 'sender') {
      const own = this.#outgoing(by, receipt)?.from;
      return own && own !== receipt.by && this.directory.device(own)?.kind !== 'phone' ? [own] : [];
    }
    const readers = SHARED.includes(receipt.type) ? [by] : [];
    const accounts = new Set(receipt.type === 'read-self' ? readers : [receipt.to, ...readers]);
    return [...accounts]
      .flatMap((account) => this.directory.devicesOf(account))
      .filter((device) => device.kind !== 'phone' && device.id !== receipt.by)
      .map((device) => device.id);
  }

  #incomingKey(receipt: Receipt, id: string): MessageKey {
    return this.messages.key(receipt.to, receipt.chat ?? accountOf(receipt.by), id);
  }

  #outgoing(by: PhoneNumber, receipt: Receipt): Message | undefined {
    const [id] = receipt.ids;
    return id === undefined ? undefined : this.messages.find(this.messages.key(by, receipt.chat ?? receipt.to, id));
  }

  #automatic(account: PhoneNumber, key: MessageKey): void {
    const message = this.messages.find(key);
    const { delayMs, read } = this.directory.get(account).receipts ?? this.fallback;
    if (!message || delayMs === null || message.from === deviceId(account, PHONE)) return;
    this.clock.after(delayMs, () => {
      if (message.key.sender === account) this.#sender(account, message);
      else {
        const chat = isSharedChat(key.chat) ? key.chat : undefined;
        this.fromPhone(account, key.sender, [key.id], 'delivered', chat);
        if (read) this.fromPhone(account, key.sender, [key.id], 'read', chat);
      }
    });
  }

  /** The sender's own phone got its copy: its linked device learns that the service has the message. */
  #sender(account: PhoneNumber, message: Message): void {
    const { to, key, addressing } = message;
    const about = isSharedChat(to) ? { to: account, chat: to } : { to };
    this.post({ by: deviceId(account, PHONE), type: 'sender', ...about, ids: [key.id], addressing });
  }
}
