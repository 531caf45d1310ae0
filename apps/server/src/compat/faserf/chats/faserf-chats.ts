import { NotFoundError, type ChatsPort, type Clock, type Jid, type LastMessage, type MessageId } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { ChatsService } from '../../../chats/chats.service.js';
import { CLOCK } from '../../../common/tokens.js';
import { LogWatch } from '../../../events/log-watch.js';
import { presentRaw } from '../events/faserf-raw.presenter.js';
import type { FaserfCall } from '../faserf-call.js';
import { parseNumber } from '../faserf-number.js';
import { FaserfReads } from '../faserf-reads.js';
import { invalid, messageNotFound } from '../faserf-refusal.js';
import { FaserfSessions } from '../session/faserf-sessions.js';

const EIGHT_HOURS_MS = 8 * 3_600_000;
const LONGEST_MUTE_MS = 100 * 366 * 86_400_000;
const NUMBER = ['number', 'jid'] as const;

type Change = (chats: ChatsPort, chat: Jid, last: LastMessage | undefined) => Promise<void>;
type IsTold = (chat: Jid) => boolean;

const clear: Change = (chats, chat, last) => chats.clear(chat, last);
const remove: Change = (chats, chat, last) => chats.delete(chat, last);

/** Chats, and what can be set for them. */
@Injectable()
export class FaserfChats {
  constructor(
    private readonly sessions: FaserfSessions,
    private readonly reads: FaserfReads,
    private readonly chats: ChatsService,
    private readonly watch: LogWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Last activity first. */
  list({ session }: FaserfCall) {
    return this.reads.chats(session).map(({ id, name }) => {
      const shown = name ?? this.reads.group(session, id)?.subject ?? this.reads.contact(session, id)?.name;
      return { jid: id, id, name: shown ?? id.slice(0, id.indexOf('@')) };
    });
  }

  messages({ session, input }: FaserfCall) {
    input.require(NUMBER);
    const limit = input.number(['limit'], { least: 1, most: 1_000 }) ?? 50;
    const jid = this.chatOf(session, input.text(...NUMBER));
    const messages = this.reads.messages(session, jid, Math.trunc(limit)).map(presentRaw);
    return { jid, count: messages.length, messages };
  }

  archive(call: FaserfCall, archived: boolean) {
    const change: Change = (chats, chat, last) => chats.archive(chat, archived, last);
    return this.change(call, archived ? 'archived' : 'unarchived', change);
  }

  async mute(call: FaserfCall) {
    const durationMs = call.input.number(['durationMs'], { least: 1, most: LONGEST_MUTE_MS }) ?? EIGHT_HOURS_MS;
    const until = new Date(this.clock.now().getTime() + durationMs);
    const done = await this.change(call, 'muted', (chats, chat) => chats.mute(chat, until));
    return { ...done, durationMs };
  }

  unmute(call: FaserfCall) {
    return this.change(call, 'unmuted', (chats, chat) => chats.mute(chat, null));
  }

  markUnread(call: FaserfCall) {
    return this.change(call, 'marked_unread', (chats, chat, last) => chats.markUnread(chat, true, last));
  }

  clear(call: FaserfCall) {
    return this.change(call, 'cleared', clear, (chat) => this.reads.messages(call.session, chat, 1).length === 0);
  }

  delete(call: FaserfCall) {
    return this.change(call, 'deleted', remove, (chat) => !this.reads.chat(call.session, chat));
  }

  async label(call: FaserfCall, attached: boolean) {
    call.input.require(NUMBER, ['labelId']);
    const labelId = call.input.text('labelId');
    const status = attached ? 'label_added' : 'label_removed';
    const done = await this.change(call, status, (chats, chat) => chats.setLabel(chat, labelId, attached));
    return { ...done, labelId };
  }

  /** One message, or everything in the chat that nobody read. */
  async markRead({ session, input }: FaserfCall) {
    input.require(NUMBER);
    const chat = this.chatOf(session, input.text(...NUMBER));
    const messageId = input.optionalText('messageId', 'message_id');
    if (messageId) await this.markOneRead(session, chat, messageId);
    else if (this.reads.chat(session, chat)) await this.chats.markRead(session, chat);
    else throw new NotFoundError('Chat not found');
    return { status: 'success' };
  }

  async setPresence({ session, input }: FaserfCall) {
    input.require(NUMBER, ['presence']);
    const { presence } = this.sessions.engine(session);
    const chat = this.chatOf(session, input.text(...NUMBER));
    const wanted = input.text('presence');
    if (wanted === 'available' || wanted === 'unavailable') await presence.set(wanted);
    else if (wanted === 'composing' || wanted === 'recording' || wanted === 'paused')
      await presence.setInChat(chat, wanted);
    else throw invalid('presence', 'must be composing, recording, paused, available or unavailable');
    return { status: 'sent' };
  }

  async subscribePresence({ session, input }: FaserfCall) {
    input.require(NUMBER);
    await this.sessions.engine(session).presence.subscribe(this.chatOf(session, input.text(...NUMBER)));
    return { status: 'subscribed' };
  }

  /** @param isTold whether the change can be read back, where this dialect shows it at all */
  private async change({ session, input }: FaserfCall, status: string, change: Change, isTold?: IsTold) {
    input.require(NUMBER);
    const jid = this.chatOf(session, input.text(...NUMBER));
    await change(this.sessions.engine(session).chats, jid, this.reads.lastKey(session, jid));
    if (isTold) await this.watch.told(() => isTold(jid));
    return { status, jid };
  }

  private async markOneRead(session: FaserfCall['session'], chat: Jid, id: string): Promise<void> {
    const message = this.reads.message(session, chat, id as MessageId);
    if (!message) throw messageNotFound();
    if (message.key.fromMe) return;
    // With its newest message the whole chat is read; a status is in no chat.
    const { chat: of } = message.key;
    if (this.reads.chat(session, of) && this.chats.isNewest(session, message))
      await this.chats.markRead(session, of, id);
    else await this.sessions.engine(session).messages.markRead([message.key]);
  }

  private chatOf(session: string, number: string): Jid {
    return this.reads.resolve(session, parseNumber(number));
  }
}
