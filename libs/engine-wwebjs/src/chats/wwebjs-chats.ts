import {
  InvalidInputError,
  isGroup,
  isPerson,
  type ChatsPort,
  type GroupsPort,
  type Jid,
  type Label,
} from '@columba/core';
import { FULL, type Able } from '../able.js';
import type { Asker } from '../asker.js';
import type { AddressBook } from '../mappers/address-book.js';

export const CHATS_ABLE: Able = {
  'chats.archive': FULL,
  'chats.pin': FULL,
  'chats.mute': FULL,
  'chats.markUnread': FULL,
  'chats.clear': FULL,
  'chats.delete': FULL,
  'chats.disappearing': FULL,
  'chats.labels': { level: 'partial', limits: { accounts: 'business accounts only' } },
  'labels.edit': { level: 'partial', limits: { accounts: 'business accounts only' } },
};

/** Settings of chats. All but the disappearing of messages is shared among the account's own devices only. */
export class WwebjsChats implements ChatsPort {
  constructor(
    private readonly asker: Asker,
    private readonly book: AddressBook,
    private readonly groups: Pick<GroupsPort, 'update'>,
  ) {}

  async archive(chat: Jid, archived: boolean): Promise<void> {
    await this.asker.change('chats.archive', { chats: this.book.spellings(chat), archived });
  }

  async pin(chat: Jid, pinned: boolean): Promise<void> {
    await this.asker.change('chats.pin', { chats: this.book.spellings(chat), pinned });
  }

  async mute(chat: Jid, until: Date | null): Promise<void> {
    const seconds = until ? Math.max(1, Math.floor(until.getTime() / 1000)) : 0;
    await this.asker.change('chats.mute', { chats: this.book.spellings(chat), until: seconds });
  }

  async markUnread(chat: Jid, unread: boolean): Promise<void> {
    await this.asker.change('chats.unread', { chats: this.book.spellings(chat), unread });
  }

  async clear(chat: Jid): Promise<void> {
    await this.asker.change('chats.clear', { chats: this.book.spellings(chat) });
  }

  async delete(chat: Jid): Promise<void> {
    await this.asker.change('chats.delete', { chats: this.book.spellings(chat) });
  }

  /** In a chat of two it is a message, which sets it for both. */
  async setDisappearing(chat: Jid, seconds: number): Promise<void> {
    if (isGroup(chat)) return this.groups.update(chat, { disappearingSeconds: seconds });
    if (!isPerson(chat)) throw new InvalidInputError('Messages disappear in groups and in chats of two only');
    await this.asker.change('chats.disappearing', { chats: this.book.spellings(chat), seconds });
  }

  listLabels(): Promise<Label[]> {
    return this.asker.question('labels.list', null);
  }

  async setLabel(chat: Jid, label: string, attached: boolean): Promise<void> {
    await this.asker.change('labels.set', { chats: this.book.spellings(chat), label, attached });
  }

  async saveLabel(label: Label): Promise<void> {
    await this.asker.change('labels.save', label);
  }

  async removeLabel(id: string): Promise<void> {
    await this.asker.change('labels.remove', { id });
  }
}
