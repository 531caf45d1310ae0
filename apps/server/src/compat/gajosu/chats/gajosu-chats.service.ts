import { isPerson, tryParseJid, type Chat, type Clock, type Group, type Jid } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../../../common/tokens.js';
import { GajosuFinder, orRefusal } from '../gajosu-finder.js';
import { GajosuReads } from '../gajosu-reads.js';
import { chatNotFound } from '../gajosu-refusal.js';
import { GajosuSession } from '../gajosu-session.js';
import { presentFullMessage } from '../messages/gajosu-raw-message.presenter.js';
import { type GajosuChat, presentChat } from './gajosu-chat.presenter.js';

/** How far back unread messages are looked for. */
const UNREAD_WITHIN = 200;

/** Chats of the session, as they are shown and what can be done to them. */
@Injectable()
export class GajosuChats {
  constructor(
    private readonly session: GajosuSession,
    private readonly reads: GajosuReads,
    private readonly find: GajosuFinder,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Those with something in them, and every group. */
  async list(): Promise<GajosuChat[]> {
    const groups = new Map((await this.session.engine().groups.list()).map((group) => [group.id, group]));
    const kept = this.reads.chats();
    const known = new Set(kept.map(({ id }) => id));
    const silent = [...groups.keys()].filter((id) => !known.has(id)).map((id) => this.reads.emptyChat(id));
    return [...kept, ...silent].map((chat) => this.present(chat, groups.get(chat.id)));
  }

  async group(id: string): Promise<GajosuChat> {
    const group = await this.find.group(id);
    return this.present(this.reads.chat(group.id) ?? this.reads.emptyChat(group.id), group);
  }

  archive(id: string, archived: boolean): Promise<void> {
    return this.change(id, (chat) => this.session.engine().chats.archive(chat, archived, this.reads.lastKey(chat)));
  }

  pin(id: string, pinned: boolean): Promise<void> {
    return this.change(id, (chat) => this.session.engine().chats.pin(chat, pinned));
  }

  delete(id: string): Promise<void> {
    return this.change(id, (chat) => this.session.engine().chats.delete(chat, this.reads.lastKey(chat)));
  }

  markUnread(id: string): Promise<void> {
    return this.change(id, (chat) => this.session.engine().chats.markUnread(chat, true, this.reads.lastKey(chat)));
  }

  markRead(id: string): Promise<void> {
    return this.change(id, (chat) => this.seen(chat));
  }

  setPresence(id: string, presence: 'composing' | 'recording' | 'paused'): Promise<void> {
    return this.change(id, (chat) => this.session.engine().presence.setInChat(chat, presence));
  }

  /** Whatever cannot be an address of a person is nobody's. */
  async isRegistered(id: string): Promise<{ isRegistered: boolean }> {
    const jid = tryParseJid(id);
    const isRegistered = jid !== undefined && isPerson(jid) && (await this.find.isRegistered(jid));
    return { isRegistered };
  }

  /** Tells the senders that everything in the chat was read, and takes the owner's own mark away. */
  async seen(chat: Jid): Promise<void> {
    const { messages, chats } = this.session.engine();
    const known = this.reads.chat(chat);
    const incoming = this.reads.messages(chat, UNREAD_WITHIN).filter(({ key }) => !key.fromMe);
    const unread = incoming.slice(incoming.length - Math.min(known?.unreadCount ?? 0, incoming.length));
    if (unread.length > 0) await messages.markRead(unread.map(({ key }) => key));
    if (known?.markedUnread) await chats.markUnread(chat, false, this.reads.lastKey(chat));
  }

  private async change(id: string, act: (chat: Jid) => Promise<void>): Promise<void> {
    const chat = await this.find.chat(id);
    await orRefusal(act(chat), () => chatNotFound(id));
  }

  private present(chat: Chat, group: Group | undefined): GajosuChat {
    const last = this.reads.lastMessage(chat.id);
    const name = isPerson(chat.id) ? this.reads.person(chat.id).name : undefined;
    return presentChat(chat, {
      ...(name !== undefined && { name }),
      ...(group && { group }),
      ...(last && { lastMessage: presentFullMessage(last, this.session.account?.id) }),
      now: this.clock.now(),
    });
  }
}
