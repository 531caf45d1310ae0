import { generateMessageIDV2, proto } from '@whiskeysockets/baileys';
import {
  InvalidInputError,
  isGroup,
  isPerson,
  NotFoundError,
  UncertainError,
  type ChatsPort,
  type EngineContext,
  type GroupsPort,
  type Jid,
  type Label,
  type LastMessage,
  type MessageId,
  within,
} from '@columba/core';
import {
  archivePatch,
  clearPatch,
  deletePatch,
  labelEditPatch,
  labelPatch,
  mutePatch,
  pinPatch,
  rangeTo,
  unreadPatch,
} from '../app-state/patches.js';
import type { SettingsDesk } from '../app-state/settings-desk.js';
import type { BaileysOptions } from '../baileys.options.js';
import { toSendError } from '../messages/failure.js';
import { keptMessage } from '../messages/outbox-message.js';
import type { BaileysSession } from '../session.js';

/** Settings of chats. All but the disappearing of messages is shared among the account's own devices only. */
export class BaileysChats implements ChatsPort {
  constructor(
    private readonly context: EngineContext,
    private readonly session: BaileysSession,
    private readonly options: Pick<BaileysOptions, 'queryTimeoutMs'>,
    private readonly desk: SettingsDesk,
    private readonly groups: GroupsPort,
  ) {}

  archive(chat: Jid, archived: boolean, last?: LastMessage): Promise<void> {
    return this.desk.set(archivePatch(chat, archived, this.range(last)));
  }

  pin(chat: Jid, pinned: boolean): Promise<void> {
    return this.desk.set(pinPatch(chat, pinned));
  }

  mute(chat: Jid, until: Date | null): Promise<void> {
    return this.desk.set(mutePatch(chat, until));
  }

  markUnread(chat: Jid, unread: boolean, last?: LastMessage): Promise<void> {
    return this.desk.set(unreadPatch(chat, unread, this.range(last)));
  }

  clear(chat: Jid, last?: LastMessage): Promise<void> {
    return this.desk.set(clearPatch(chat, this.range(last)));
  }

  delete(chat: Jid, last?: LastMessage): Promise<void> {
    return this.desk.set(deletePatch(chat, this.range(last)));
  }

  /** In a chat of two it is a message, which sets it for both; its facts come when WhatsApp has taken it. */
  async setDisappearing(chat: Jid, seconds: number): Promise<void> {
    if (isGroup(chat)) return this.groups.update(chat, { disappearingSeconds: seconds });
    if (!isPerson(chat)) throw new InvalidInputError('Messages disappear in groups and in chats of two only');
    const { life, device } = this.session.connected();
    const { clock, sent } = this.context;
    const messageId = generateMessageIDV2(device.me.id) as MessageId;
    const message = await keptMessage(sent, chat, messageId, () => disappearing(seconds));
    const relayed = life.socket.relayMessage(chat, message, { messageId });
    try {
      await within(clock, this.options.queryTimeoutMs, relayed, unwritten);
    } catch (error) {
      throw toSendError(error);
    }
  }

  async listLabels(): Promise<Label[]> {
    return this.session.connected().device.labels.list();
  }

  async setLabel(chat: Jid, labelId: string, attached: boolean): Promise<void> {
    this.requireLabel(labelId);
    return this.desk.set(labelPatch(chat, labelId, attached));
  }

  saveLabel({ id, name, color }: Label): Promise<void> {
    return this.desk.set(labelEditPatch(id, { name, color }));
  }

  async removeLabel(labelId: string): Promise<void> {
    this.requireLabel(labelId);
    return this.desk.set(labelEditPatch(labelId, null));
  }

  private requireLabel(labelId: string): void {
    const { labels } = this.session.connected().device;
    if (!labels.list().some(({ id }) => id === labelId)) throw new NotFoundError('There is no such label');
  }

  private range(last: LastMessage | undefined) {
    return rangeTo(last, this.context.clock.now());
  }
}

const disappearing = (seconds: number): proto.IMessage => ({
  ephemeralMessage: {
    message: {
      protocolMessage: {
        type: proto.Message.ProtocolMessage.Type.EPHEMERAL_SETTING,
        ephemeralExpiration: seconds,
      },
    },
  },
});

const unwritten = () => new UncertainError('The message was not written in time; it may have left');
