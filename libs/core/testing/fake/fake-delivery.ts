import {
  DomainError,
  NotAllowedError,
  fact,
  messageDedupe,
  messageFact,
  statusDedupe,
  type ErrorCode,
  type Fact,
  type MessageStatus,
} from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import { GroupConversation, type FakeConversation } from './fake-conversation.js';
import type { FakeDevice } from './fake-device.js';
import { RECEIPT_RANK, keyFor, newMessage, toMessage, type FakeMessageParts } from './fake-message.js';
import type { FakeMessage, FakeReceipt } from './fake-conversation.js';
import type { FakeWorldState } from './fake-world-state.js';

/** How messages and receipts travel. */
export class FakeDelivery {
  private withheld: (() => void)[] | undefined;

  constructor(private readonly world: FakeWorldState) {}

  /**
   * Takes a message from a device, or from the phone when there is none. The same id once more is a further copy,
   * confirmed again and shown once.
   */
  send(parts: FakeMessageParts, device?: FakeDevice): FakeMessage {
    this.check(parts.conversation, parts.from);
    const known = parts.conversation.find(parts.id, parts.from);
    if (known) {
      known.copies += 1;
      if (JSON.stringify(known.content) !== JSON.stringify(parts.content)) known.differingCopies += 1;
      this.world.office.post(() => this.confirm(known, device));
      return known;
    }
    const message = newMessage(parts);
    const refusal = device && parts.from.refusals.shift();
    if (refusal !== undefined) {
      this.world.office.post(() => message.from.tell(this.refusalFact(message, refusal)));
      return message;
    }
    parts.conversation.messages.push(message);
    this.world.office.post(() => {
      this.confirm(message, device);
      for (const member of readersOf(message)) this.deliver(message, member);
    });
    return message;
  }

  /** @throws DomainError when this account may not write there. */
  check(conversation: FakeConversation, from: FakeAccount): void {
    if (conversation instanceof GroupConversation) {
      const { group } = conversation;
      if (!group.roles.has(from)) throw new NotAllowedError('Only members can write to this group');
      if (group.announceOnly && !group.isAdmin(from)) throw new NotAllowedError('Only admins can write to this group');
    }
    if (conversation.kind === 'pair' && from.newChatsRefused && conversation.messages.length === 0)
      throw new DomainError('account_limited', 'WhatsApp refuses new chats of this account', { whatsappCode: 463 });
  }

  /** From now on WhatsApp's confirmations do not come, though messages do arrive. */
  withholdConfirmations(): void {
    this.withheld ??= [];
  }

  releaseConfirmations(): void {
    const waiting = this.withheld ?? [];
    this.withheld = undefined;
    for (const confirmation of waiting) this.world.office.post(confirmation);
  }

  /** The message reaches `to` once more, as a redelivery does. */
  again(message: FakeMessage): void {
    message.copies += 1;
    this.world.office.post(() => {
      for (const member of message.conversation.members())
        if (member !== message.from) member.tell(this.arrival(message, member));
    });
  }

  receipt(message: FakeMessage, by: FakeAccount, level: FakeReceipt): void {
    const known = message.receipts.get(by);
    if (message.from === by || (known && RECEIPT_RANK[known] >= RECEIPT_RANK[level])) return;
    message.receipts.set(by, level);
    message.from.tell(this.statusFact(message, level, by));
  }

  /** The same, done on the phone: its linked devices hear of it. */
  receiptOfPhone(message: FakeMessage, by: FakeAccount, level: FakeReceipt): void {
    this.receipt(message, by, level);
    if (message.from === by || level === 'delivered') return;
    const id = message.conversation.chatFor(by);
    const now = this.world.clock.now();
    const data = { chat: { id, markedUnread: false }, changed: ['markedUnread'], upTo: now, read: [message.id] };
    by.tell(fact('chat.updated', data, ['chat', id, String(this.world.serial())], { occurredAt: now, chat: id }));
  }

  /** The account has a device on again: what waited for it has arrived now. */
  arrivals(account: FakeAccount): void {
    for (const conversation of this.world.conversationsOf(account))
      for (const message of conversation.messages)
        if (readersOf(message).includes(account) && !message.receivedBy.has(account)) this.arrive(message, account);
  }

  recover(message: FakeMessage): void {
    message.undecryptable = false;
    for (const member of message.conversation.members()) {
      if (member === message.from) continue;
      const shown = toMessage(message, member, 'device');
      const base = { occurredAt: message.sentAt, chat: shown.key.chat };
      member.tell(fact('message.recovered', { message: shown }, [...messageDedupe(shown.key), 'recovered'], base));
    }
  }

  private confirm(message: FakeMessage, sender: FakeDevice | undefined): void {
    if (this.withheld) {
      this.withheld.push(() => this.confirm(message, sender));
      return;
    }
    for (const device of message.from.devices) {
      const shown = toMessage(message, message.from, device === sender ? 'api' : 'device');
      device.tell([messageFact('message.sent', shown, false), this.statusFact(message, 'sent')]);
    }
  }

  private deliver(message: FakeMessage, to: FakeAccount): void {
    if (to.blocked.has(message.from)) return;
    to.settingsOf(message.conversation.key).removed = false;
    to.tell(this.arrival(message, to));
    if (to.reachable) this.arrive(message, to);
  }

  private arrive(message: FakeMessage, to: FakeAccount): void {
    if (to.blocked.has(message.from)) return;
    message.receivedBy.add(to);
    this.receipt(message, to, 'delivered');
  }

  private arrival(message: FakeMessage, to: FakeAccount): Fact {
    const shown = toMessage(message, to, 'device');
    if (!message.undecryptable) return messageFact('message.received', shown, false);
    const base = { occurredAt: message.sentAt, chat: shown.key.chat };
    return fact('message.undecryptable', { message: shown }, [...messageDedupe(shown.key), 'undecryptable'], base);
  }

  private refusalFact(message: FakeMessage, whatsappCode: number): Fact {
    const { id, chat } = keyFor(message, message.from);
    const error = { code: MEANINGS[whatsappCode] ?? ('rejected' as const), whatsappCode };
    const data = { messageId: id, chat, status: 'failed', error } as const;
    return fact('message.status_changed', data, statusDedupe(id, 'failed'), {
      occurredAt: this.world.clock.now(),
      chat,
    });
  }

  private statusFact(message: FakeMessage, status: MessageStatus, by?: FakeAccount): Fact {
    const { id, chat } = keyFor(message, message.from);
    const participant = by && message.conversation.kind !== 'pair' ? by.seenBy(message.from).id : undefined;
    return fact(
      'message.status_changed',
      { messageId: id, chat, status, ...(participant ? { participant } : {}) },
      statusDedupe(id, status, participant),
      { occurredAt: this.world.clock.now(), chat },
    );
  }
}

/** What WhatsApp's numbers say of a message that it does not take. */
const MEANINGS: Readonly<Record<number, ErrorCode>> = {
  403: 'not_allowed',
  404: 'not_on_whatsapp',
  429: 'rate_limited',
  463: 'account_limited',
};

const readersOf = ({ conversation, from, audience }: FakeMessage): FakeAccount[] =>
  conversation.members().filter((member) => member !== from && (!audience || audience.has(member)));
