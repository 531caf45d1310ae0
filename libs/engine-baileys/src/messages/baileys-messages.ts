import type { proto, WASocket } from '@whiskeysockets/baileys';
import {
  DomainError,
  failpoint,
  InvalidInputError,
  isGroup,
  isPerson,
  jidKind,
  NotFoundError,
  STATUS_JID,
  TimeoutError,
  UncertainError,
  UnsupportedError,
  type Dispatched,
  type EngineContext,
  type Jid,
  type JidKind,
  type MessageId,
  type MessageKey,
  type MessagesPort,
  type OutgoingContent,
  type SendOptions,
  within,
} from '@columba/core';
import { hidePatch, starPatch } from '../app-state/patches.js';
import type { SettingsDesk } from '../app-state/settings-desk.js';
import type { BaileysOptions } from '../baileys.options.js';
import type { LinkedDevice } from '../connection/linked-device.js';
import { assertAdmin } from '../groups/group.mapper.js';
import type { BaileysSession } from '../session.js';
import { AudienceBook } from './audience-book.js';
import { editOf, marksOf, pinOf, reactionOf, revokeOf, voteOf } from './acts.js';
import { assertSends } from './content/outgoing.js';
import { toSendError } from './failure.js';
import { forwarded } from './originals/forwarded.js';
import { keptMessage, messageFor, type Inviting, type SendFile } from './outbox-message.js';

/** What messages are made with and sent through. */
export interface MessagesParts {
  options: Pick<BaileysOptions, 'queryTimeoutMs'>;
  desk: SettingsDesk;
  groups: Inviting;
  sendFile: SendFile;
}

const NOT_SERVED: readonly JidKind[] = ['channel', 'broadcast'];

type Connected = ReturnType<BaileysSession['connected']>;

/** Messages by the library. */
export class BaileysMessages implements Pick<
  MessagesPort,
  'send' | 'edit' | 'revoke' | 'deleteForMe' | 'react' | 'vote' | 'star' | 'pin' | 'forward' | 'markRead'
> {
  private readonly audiences: AudienceBook;

  constructor(
    private readonly context: EngineContext,
    private readonly session: BaileysSession,
    private readonly parts: MessagesParts,
  ) {
    this.audiences = new AudienceBook(context.keys);
  }

  async send(chat: Jid, content: OutgoingContent, options: SendOptions): Promise<Dispatched> {
    const { life, device } = this.session.connected();
    const { clock, sent } = this.context;
    const { me, originals } = device;
    const { groups, sendFile } = this.parts;
    assertSends(content);
    if (options.mentionAll && !isGroup(chat)) throw new InvalidInputError('Everybody can be mentioned in groups only');
    await this.assertReachable(life.socket, chat);
    const parts = { me, sent, originals, groups, sendFile, now: clock.now() };
    const { disappearingSeconds = this.context.disappearingSeconds(chat) } = options;
    const message = await messageFor({ chat, content, options: { ...options, disappearingSeconds } }, parts);
    await this.relay({ life, device }, chat, message, options.messageId, this.shownTo(chat, options));
    return { key: keyOf(chat, options, device.identity.account?.id), dispatchedAt: clock.now() };
  }

  edit(target: MessageKey, text: string, messageId: MessageId): Promise<void> {
    return this.act(target, messageId, ({ media }) =>
      editOf(target, text, this.context.clock.now(), media.find(target.chat, target.id)),
    );
  }

  revoke(target: MessageKey, messageId: MessageId): Promise<void> {
    return this.act(target, messageId, async ({ groups, me }) => {
      if (isGroup(target.chat) && !target.fromMe) assertAdmin(await groups.get(target.chat), me);
      return revokeOf(target);
    });
  }

  async deleteForMe(target: MessageKey, occurredAt: Date): Promise<void> {
    this.known(target);
    await this.parts.desk.set(hidePatch(target, occurredAt));
  }

  async star(target: MessageKey, starred: boolean): Promise<void> {
    this.known(target);
    await this.parts.desk.set(starPatch(target, starred));
  }

  react(target: MessageKey, emoji: string | null, messageId: MessageId): Promise<void> {
    return this.act(target, messageId, () => reactionOf(target, emoji, this.context.clock.now()));
  }

  pin(target: MessageKey, seconds: number, messageId: MessageId): Promise<void> {
    return this.act(target, messageId, () => pinOf(target, seconds, this.context.clock.now()));
  }

  vote(target: MessageKey, options: string[], messageId: MessageId): Promise<void> {
    return this.act(target, messageId, async ({ me, polls, originals }) => {
      const poll = await polls.find(target.chat, target.id);
      if (!poll && originals.find(target)) throw new InvalidInputError('This message is not a poll');
      if (!poll) throw new NotFoundError('The options of this poll are not known');
      return voteOf(target, options, poll, me, this.context.clock.now());
    });
  }

  async forward(target: MessageKey, to: Jid, messageId: MessageId): Promise<Dispatched> {
    const { life, device } = this.session.connected();
    const { clock, sent } = this.context;
    const message = await keptMessage(sent, to, messageId, () => {
      device.originals.assertKnown(target);
      const original = device.originals.find(target);
      if (!original) throw new NotFoundError('What this message said is no longer kept');
      return forwarded(original, this.context.disappearingSeconds(to));
    });
    await this.assertReachable(life.socket, to);
    await this.relay({ life, device }, to, message, messageId, this.shownTo(to, { messageId }));
    return { key: keyOf(to, { messageId }, device.identity.account?.id), dispatchedAt: clock.now() };
  }

  async markRead(keys: MessageKey[]): Promise<void> {
    const { life } = this.session.connected();
    const wire = keys.map(({ chat, id, fromMe, participant }) => ({
      remoteJid: chat,
      id,
      fromMe,
      ...(participant ? { participant } : {}),
    }));
    try {
      await within(this.context.clock, this.parts.options.queryTimeoutMs, life.socket.readMessages(wire));
    } catch (error) {
      throw toSendError(error);
    }
  }

  /** @throws NotConnectedError; NotFoundError for messages that this account does not have */
  private known(target: MessageKey): void {
    this.session.connected().device.originals.assertKnown(target);
  }

  /** Sends a message about another one; asked again, the same bytes. */
  private async act(
    target: MessageKey,
    messageId: MessageId,
    make: (device: LinkedDevice) => proto.IMessage | Promise<proto.IMessage>,
  ): Promise<void> {
    const { life, device } = this.session.connected();
    const { chat } = target;
    const message = await keptMessage(this.context.sent, chat, messageId, () => {
      device.originals.assertKnown(target);
      return make(device);
    });
    await this.relay({ life, device }, chat, message, messageId, this.concerned(target));
  }

  private async relay(
    { life, device }: Connected,
    chat: Jid,
    message: proto.IMessage,
    messageId: MessageId,
    viewers: Jid[],
  ): Promise<void> {
    const me = device.me.id.replace(/:\d+@/, '@');
    const listed = chat === STATUS_JID ? { statusJidList: [...new Set([...viewers, me])] } : {};
    if (isGroup(chat)) await device.senderKeys.beforeSending(chat, device.me);
    failpoint('send.write.before');
    const relayed = life.socket.relayMessage(chat, message, { messageId, ...marksOf(message), ...listed });
    try {
      await within(this.context.clock, this.parts.options.queryTimeoutMs, relayed.then(life.left), unwritten);
      failpoint('send.write.after');
    } catch (error) {
      throw toSendError(error);
    }
  }

  /** Who sees a status, besides our own phone. */
  private shownTo(chat: Jid, { messageId, audience }: SendOptions): Jid[] {
    if (chat !== STATUS_JID) return [];
    const viewers = audience ?? this.context.acquaintances();
    this.audiences.keep(messageId, viewers, this.context.clock.now());
    return viewers;
  }

  /** Whom it concerns that a status is changed: those who were shown it; of somebody else's, its author alone. */
  private concerned({ chat, id, fromMe, participant }: MessageKey): Jid[] {
    if (chat !== STATUS_JID) return [];
    if (fromMe) return this.audiences.find(id) ?? this.context.acquaintances();
    return participant ? [participant] : [];
  }

  /** The library sends to a number without account as well, and then only to our own phone. */
  private async assertReachable(socket: WASocket, chat: Jid): Promise<void> {
    if (NOT_SERVED.includes(jidKind(chat))) throw new UnsupportedError('Channels and lists are left to the phone');
    if (!isPerson(chat)) return;
    const { clock } = this.context;
    const { queryTimeoutMs } = this.parts.options;
    const asked = clock.monotonic();
    try {
      const devices = await within(clock, queryTimeoutMs * 2, socket.getUSyncDevices([chat], true, false));
      if (devices.length > 0) return;
    } catch (error) {
      throw toSendError(error);
    }
    // An unanswered question looks like an empty answer.
    if (clock.monotonic() - asked >= queryTimeoutMs) throw new TimeoutError('WhatsApp did not answer in time');
    throw new DomainError('not_on_whatsapp', 'This number has no WhatsApp account');
  }
}

const unwritten = () => new UncertainError('The message was not written in time; it may have left');

function keyOf(chat: Jid, { messageId }: SendOptions, me: Jid | undefined): MessageKey {
  const key: MessageKey = { chat, id: messageId, fromMe: true };
  if (me && !isPerson(chat)) key.participant = me;
  return key;
}
