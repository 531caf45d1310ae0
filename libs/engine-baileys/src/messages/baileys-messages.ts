import type { WASocket } from '@whiskeysockets/baileys';
import {
  DomainError,
  isPerson,
  STATUS_JID,
  TimeoutError,
  UncertainError,
  UnsupportedError,
  type Dispatched,
  type EngineContext,
  type Jid,
  type MessageKey,
  type MessagesPort,
  type OutgoingContent,
  type SendOptions,
} from '@columba/core';
import type { BaileysOptions } from '../baileys.options.js';
import { within } from '../deadline.js';
import type { BaileysSession } from '../session.js';
import { toSendError } from './failure.js';
import { messageFor } from './outbox-message.js';

/** Messages by the library. What this class lacks of the port is not supported, see `capabilities.ts`. */
export class BaileysMessages implements Pick<MessagesPort, 'send' | 'markRead'> {
  constructor(
    private readonly context: EngineContext,
    private readonly session: BaileysSession,
    private readonly options: Pick<BaileysOptions, 'queryTimeoutMs'>,
  ) {}

  async send(chat: Jid, content: OutgoingContent, options: SendOptions): Promise<Dispatched> {
    const { life, device } = this.session.connected();
    const { clock, sent } = this.context;
    if (chat === STATUS_JID) throw new UnsupportedError('The Baileys engine does not post statuses yet');
    const message = await messageFor({ chat, content, options }, device.me, sent);
    await this.assertReachable(life.socket, chat);
    const { messageId } = options;
    const relayed = life.socket.relayMessage(chat, message, { messageId });
    try {
      await within(clock, this.options.queryTimeoutMs, relayed, unwritten);
    } catch (error) {
      throw toSendError(error);
    }
    return { key: keyOf(chat, options, device.identity.account?.id), dispatchedAt: clock.now() };
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
      await within(this.context.clock, this.options.queryTimeoutMs, life.socket.readMessages(wire));
    } catch (error) {
      throw toSendError(error);
    }
  }

  /** The library sends to a number without account as well, and then only to our own phone. */
  private async assertReachable(socket: WASocket, chat: Jid): Promise<void> {
    if (!isPerson(chat)) return;
    const { clock } = this.context;
    const { queryTimeoutMs } = this.options;
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
