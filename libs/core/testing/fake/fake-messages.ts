import {
  DomainError,
  InvalidInputError,
  isGroup,
  NotFoundError,
  STATUS_JID,
  type Dispatched,
  type Feature,
  type Jid,
  type MessageId,
  type MessageKey,
  type MessagesPort,
  type OutgoingContent,
  type SendOptions,
  type SentStore,
} from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import { decodeContent, encodeContent, fromOutgoing } from './fake-content.js';
import type { FakeGate } from './fake-gate.js';
import { keyFor, type FakeMessageParts } from './fake-message.js';
import { FakeMessageChanges } from './fake-message-changes.js';
import type { FakeSession } from './fake-session.js';
import type { FakeNetwork } from './fake-network.js';

/** The media host takes a file, or does not. */
function checkMedia({ mediaTrouble }: FakeAccount): void {
  if (mediaTrouble === 'too_large') throw new DomainError('too_large', 'WhatsApp does not take a file of this size');
  if (mediaTrouble === 'wrong_type')
    throw new DomainError('unsupported_media_type', 'WhatsApp does not take a file of this kind');
}

export class FakeMessages implements MessagesPort {
  private readonly changes: FakeMessageChanges;

  constructor(
    private readonly gate: FakeGate,
    private readonly world: FakeNetwork,
    private readonly sent: SentStore,
    private readonly session: FakeSession,
  ) {
    this.changes = new FakeMessageChanges(world);
  }

  async send(chat: Jid, content: OutgoingContent, options: SendOptions): Promise<Dispatched> {
    const feature: Feature = chat === STATUS_JID ? 'statuses.post' : `messages.send.${content.kind}`;
    const account = this.gate.act('messages.send', feature, [chat, content, options]);
    if (options.quoted) this.gate.act('messages.send (quoted)', 'messages.quote', [options.quoted]);
    if (options.mentions) this.gate.act('messages.send (mentions)', 'messages.mention', [options.mentions]);
    if (options.mentionAll) this.gate.act('messages.send (mentionAll)', 'messages.mentionAll', []);
    if (options.mentionAll && !isGroup(chat)) throw new InvalidInputError('Everybody can be mentioned in groups only');
    const { messageId: id } = options;
    const conversation = this.world.conversation(account, chat);
    this.world.delivery.check(conversation, account);
    if ('media' in content) checkMedia(account);
    const kept = this.sent.get(chat, id);
    if (!kept) this.sent.keep(chat, id, encodeContent(content));
    const made = await fromOutgoing(kept ? decodeContent(kept) : content, id, this.world, account);
    const mentions = (options.mentions ?? []).map((jid) => this.world.knownAccount(jid));
    const parts: FakeMessageParts = { ...made, id, conversation, from: account, mentions, sentAt: this.now() };
    if (options.mentionAll) parts.mentionsAll = true;
    if (options.quoted) parts.quoted = this.world.message(account, options.quoted).id;
    if (options.audience) parts.audience = new Set(options.audience.map((jid) => this.world.knownAccount(jid)));
    if (options.disappearingSeconds !== undefined) parts.disappearingSeconds = options.disappearingSeconds;
    return this.dispatch(account, parts);
  }

  async edit(target: MessageKey, text: string, messageId: MessageId): Promise<void> {
    const account = this.gate.act('messages.edit', 'messages.edit', [target, text, messageId]);
    this.changes.edit(account, this.world.message(account, target), text, messageId);
  }

  async revoke(target: MessageKey, messageId: MessageId): Promise<void> {
    const account = this.gate.act('messages.revoke', 'messages.revoke', [target, messageId]);
    this.changes.revoke(account, this.world.message(account, target), messageId);
  }

  async deleteForMe(target: MessageKey, occurredAt: Date): Promise<void> {
    const account = this.gate.act('messages.deleteForMe', 'messages.deleteForMe', [target, occurredAt]);
    this.changes.deleteForMe(account, this.world.message(account, target));
  }

  async react(target: MessageKey, emoji: string | null, messageId: MessageId): Promise<void> {
    const account = this.gate.act('messages.react', 'messages.react', [target, emoji, messageId]);
    this.changes.react(account, this.world.message(account, target), emoji, messageId);
  }

  async vote(target: MessageKey, options: string[], messageId: MessageId): Promise<void> {
    const account = this.gate.act('messages.vote', 'messages.vote', [target, options, messageId]);
    this.changes.vote(account, this.world.message(account, target), options, messageId);
  }

  async star(target: MessageKey, starred: boolean): Promise<void> {
    const account = this.gate.act('messages.star', 'messages.star', [target, starred]);
    this.changes.star(account, this.world.message(account, target), starred);
  }

  async pin(target: MessageKey, seconds: number, messageId: MessageId): Promise<void> {
    const account = this.gate.act('messages.pin', 'messages.pin', [target, seconds, messageId]);
    this.changes.pin(account, this.world.message(account, target), seconds, messageId);
  }

  async forward(target: MessageKey, to: Jid, messageId: MessageId): Promise<Dispatched> {
    const account = this.gate.act('messages.forward', 'messages.forward', [target, to, messageId]);
    const { content, bytes, revokedAt } = this.world.message(account, target);
    if (revokedAt) throw new NotFoundError('This message was revoked');
    const conversation = this.world.conversation(account, to);
    const parts = { id: messageId, conversation, from: account, content, sentAt: this.now(), forwarded: true };
    return this.dispatch(account, bytes ? { ...parts, bytes } : parts);
  }

  async markRead(keys: MessageKey[]): Promise<void> {
    const account = this.gate.act('messages.markRead', 'messages.markRead', [keys]);
    const messages = keys.map((key) => this.world.message(account, key));
    this.world.office.post(() => {
      for (const message of messages) this.world.delivery.receipt(message, account, 'read');
    });
  }

  private dispatch(account: FakeAccount, parts: FakeMessageParts): Dispatched {
    const message = this.world.delivery.send(parts, this.session.device);
    return { key: keyFor(message, account), dispatchedAt: this.now() };
  }

  private now(): Date {
    return this.world.clock.now();
  }
}
