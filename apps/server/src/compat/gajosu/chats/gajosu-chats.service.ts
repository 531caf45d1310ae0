import { isGroup, isPerson, tryParseJid, type Chat, type Clock, type Group, type Jid } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { ChatsService } from '../../../chats/chats.service.js';
import { CLOCK } from '../../../common/tokens.js';
import { LogWatch } from '../../../events/log-watch.js';
import { GajosuFinder, orRefusal } from '../gajosu-finder.js';
import { GajosuReads } from '../gajosu-reads.js';
import { GajosuRefresh } from '../gajosu-refresh.js';
import { chatNotFound } from '../gajosu-refusal.js';
import { GajosuSession } from '../gajosu-session.js';
import { presentFullMessage } from '../messages/gajosu-raw-message.presenter.js';
import { type GajosuChat, presentChat } from './gajosu-chat.presenter.js';

/** Chats of the session, as they are shown and what can be done to them. */
@Injectable()
export class GajosuChats {
  constructor(
    private readonly session: GajosuSession,
    private readonly reads: GajosuReads,
    private readonly refresh: GajosuRefresh,
    private readonly find: GajosuFinder,
    private readonly chats: ChatsService,
    private readonly watch: LogWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Those with something in them, and every group. */
  async list(): Promise<GajosuChat[]> {
    await this.refresh.groups();
    const kept = this.reads.chats();
    const known = new Set(kept.map(({ id }) => id));
    const silent = this.reads.groups().filter(({ id }) => !known.has(id));
    const chats = [...kept, ...silent.map(({ id }) => this.reads.emptyChat(id))];
    return chats.map((chat) => this.present(chat, isGroup(chat.id) ? this.reads.group(chat.id) : undefined));
  }

  async group(id: string): Promise<GajosuChat> {
    const group = await this.find.group(id);
    return this.present(this.reads.chat(group.id) ?? this.reads.emptyChat(group.id), group);
  }

  archive(id: string, archived: boolean): Promise<void> {
    const act = (chat: Jid) => this.session.engine().chats.archive(chat, archived, this.reads.lastKey(chat));
    return this.change(id, act, (now) => now?.archived === archived);
  }

  pin(id: string, pinned: boolean): Promise<void> {
    const act = (chat: Jid) => this.session.engine().chats.pin(chat, pinned);
    return this.change(id, act, (now) => now?.pinned === pinned);
  }

  delete(id: string): Promise<void> {
    const act = (chat: Jid) => this.session.engine().chats.delete(chat, this.reads.lastKey(chat));
    return this.change(id, act, (now) => now === undefined);
  }

  markUnread(id: string): Promise<void> {
    const act = (chat: Jid) => this.session.engine().chats.markUnread(chat, true, this.reads.lastKey(chat));
    return this.change(id, act, (now) => now?.markedUnread === true);
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

  /** Tells the senders that everything in the chat was read. */
  async seen(chat: Jid): Promise<void> {
    if (this.reads.chat(chat)) await this.chats.markRead(this.session.name, chat);
  }

  /** @param isTold whether a chat that is kept shows the change */
  private async change(id: string, act: (chat: Jid) => Promise<void>, isTold?: (now: Chat | undefined) => boolean) {
    const chat = await this.find.chat(id);
    await orRefusal(act(chat), () => chatNotFound(id));
    if (isTold && this.reads.chat(chat)) await this.watch.told(() => isTold(this.reads.chat(chat)));
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
