import {
  NotAllowedError,
  NotFoundError,
  fact,
  type Chat,
  type ChatsPort,
  type Feature,
  type Jid,
  type Label,
} from '../../src/index.js';
import type { FakeAccount, FakeChatSettings } from './fake-account.js';
import { GroupConversation, type FakeConversation } from './fake-conversation.js';
import type { FakeActor } from './fake-gate.js';
import { FakeGroupNews } from './fake-group-news.js';
import { removeLabel, setLabel } from './fake-labels.js';
import type { FakeWorldState } from './fake-world-state.js';

interface MyChat {
  me: FakeAccount;
  conversation: FakeConversation;
  settings: FakeChatSettings;
}

/** The settings of one account's chats; all its linked devices hear of a change. */
export class FakeChats implements ChatsPort {
  constructor(
    private readonly actor: FakeActor,
    private readonly world: FakeWorldState,
  ) {}

  async archive(chat: Jid, archived: boolean): Promise<void> {
    const mine = this.mine('chats.archive', 'chats.archive', [chat, archived]);
    mine.settings.archived = archived;
    this.updated(mine, { archived });
  }

  async pin(chat: Jid, pinned: boolean): Promise<void> {
    const mine = this.mine('chats.pin', 'chats.pin', [chat, pinned]);
    mine.settings.pinned = pinned;
    this.updated(mine, { pinned });
  }

  async mute(chat: Jid, until: Date | null): Promise<void> {
    const mine = this.mine('chats.mute', 'chats.mute', [chat, until]);
    mine.settings.mutedUntil = until;
    this.updated(mine, { mutedUntil: until });
  }

  async markUnread(chat: Jid, unread: boolean): Promise<void> {
    const mine = this.mine('chats.markUnread', 'chats.markUnread', [chat, unread]);
    mine.settings.markedUnread = unread;
    this.updated(mine, { markedUnread: unread });
  }

  async clear(chat: Jid): Promise<void> {
    const mine = this.mine('chats.clear', 'chats.clear', [chat]);
    this.forgetMessages(mine);
    this.updated(mine, {}, ['messages']);
  }

  async delete(chat: Jid): Promise<void> {
    const { me, conversation, settings } = this.mine('chats.delete', 'chats.delete', [chat]);
    this.forgetMessages({ me, conversation, settings });
    settings.removed = true;
    const id = conversation.chatFor(me);
    this.tell(me, id, (dedupe, occurredAt) => fact('chat.removed', { chat: id }, dedupe, { occurredAt, chat: id }));
  }

  async setDisappearing(chat: Jid, seconds: number): Promise<void> {
    const { me, conversation } = this.mine('chats.setDisappearing', 'chats.disappearing', [chat, seconds]);
    if (conversation instanceof GroupConversation) {
      if (!conversation.group.isAdmin(me)) throw new NotAllowedError('Only admins can change this');
      new FakeGroupNews(this.world).updated(
        conversation.group,
        { disappearingSeconds: seconds },
        ['disappearingSeconds'],
        me,
      );
    }
    conversation.disappearingSeconds = seconds;
    for (const member of conversation.members())
      this.updated(
        { me: member, conversation, settings: member.settingsOf(conversation.key) },
        { disappearingSeconds: seconds },
      );
  }

  async listLabels(): Promise<Label[]> {
    return this.actor.act('chats.listLabels', 'chats.labels', []).labels.map((label) => ({ ...label }));
  }

  async setLabel(chat: Jid, labelId: string, attached: boolean): Promise<void> {
    const { me, conversation, settings } = this.mine('chats.setLabel', 'chats.labels', [chat, labelId, attached]);
    if (!me.labels.some(({ id }) => id === labelId)) throw new NotFoundError('There is no such label');
    if (attached) settings.labelIds.add(labelId);
    else settings.labelIds.delete(labelId);
    const id = conversation.chatFor(me);
    const data = { chat: id, labelIds: [...settings.labelIds] };
    this.tell(me, id, (dedupe, occurredAt) => fact('chat.labels_changed', data, dedupe, { occurredAt, chat: id }));
  }

  async saveLabel(label: Label): Promise<void> {
    setLabel(this.world, this.actor.act('chats.saveLabel', 'labels.edit', [label]), label);
  }

  async removeLabel(labelId: string): Promise<void> {
    const me = this.actor.act('chats.removeLabel', 'labels.edit', [labelId]);
    if (!me.labels.some(({ id }) => id === labelId)) throw new NotFoundError('There is no such label');
    removeLabel(this.world, me, labelId);
  }

  private mine(operation: string, feature: Feature, args: readonly [Jid, ...unknown[]]): MyChat {
    const me = this.actor.act(operation, feature, args);
    const conversation = this.world.conversation(me, args[0]);
    if (!conversation.members().includes(me)) throw new NotFoundError('There is no such chat');
    return { me, conversation, settings: me.settingsOf(conversation.key) };
  }

  private forgetMessages({ me, conversation }: MyChat): void {
    for (const message of conversation.messages) message.deletedBy.add(me);
  }

  private updated({ me, conversation }: MyChat, change: Partial<Chat>, changed = Object.keys(change)): void {
    const id = conversation.chatFor(me);
    const data = { chat: { ...change, id }, changed };
    this.tell(me, id, (dedupe, occurredAt) => fact('chat.updated', data, dedupe, { occurredAt, chat: id }));
  }

  private tell(
    me: FakeAccount,
    chat: Jid,
    make: (dedupe: string[], occurredAt: Date) => ReturnType<typeof fact>,
  ): void {
    const told = make(['chat', chat, String(this.world.serial())], this.world.clock.now());
    this.world.office.post(() => me.tell(told));
  }
}
