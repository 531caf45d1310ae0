import {
  isPerson,
  NotFoundError,
  STATUS_JID,
  type Dispatched,
  type EngineContext,
  type Jid,
  type MessageId,
  type MessageKey,
  type MessagesPort,
  type OutgoingContent,
  type SendOptions,
} from '@columba/core';
import { isAccountLimited, isRefusedByNumber } from '../answers.js';
import type { Asker } from '../asker.js';
import { removedFacts } from '../facts/change.facts.js';
import { failedFact } from '../facts/status.facts.js';
import { fromKey } from '../mappers/key.mapper.js';
import { fromJid } from '../mappers/person.mapper.js';
import type { WwebjsSession } from '../session.js';
import { assertSends, writeContent } from './content/content.writer.js';
import type { WriterTools } from './content/writer-tools.js';
import { vote } from './polls.js';
import { keptRequest, type SentRequest } from './sent-request.js';

/** As WhatsApp's own clients say it. */
const EVERYBODY = 1;

/** Messages by the page. */
export class WwebjsMessages implements MessagesPort {
  private changes = 0;

  constructor(
    private readonly context: EngineContext,
    private readonly session: WwebjsSession,
    private readonly asker: Asker,
    private readonly tools: WriterTools,
  ) {}

  async send(chat: Jid, content: OutgoingContent, options: SendOptions): Promise<Dispatched> {
    this.session.connected();
    assertSends(chat, content, options);
    const { messageId } = options;
    const request = await keptRequest(this.context.sent, chat, messageId, async () => ({
      ...(await this.request(content, options)),
      ...(chat === STATUS_JID ? { audience: this.audience(options) } : {}),
    }));
    return this.handIn(chat, messageId, request);
  }

  async forward(target: MessageKey, to: Jid, messageId: MessageId): Promise<Dispatched> {
    this.session.connected();
    const request = await keptRequest(this.context.sent, to, messageId, async () => {
      await this.assertKnown(target);
      return { content: null, forwarded: fromKey(target, this.session.book) };
    });
    return this.handIn(to, messageId, request);
  }

  async edit(target: MessageKey, text: string, id: MessageId): Promise<void> {
    await this.asker.change('messages.edit', { ...this.changing(target, id), text });
  }

  async revoke(target: MessageKey, id: MessageId): Promise<void> {
    await this.asker.change('messages.revoke', this.changing(target, id));
  }

  async react(target: MessageKey, emoji: string | null, id: MessageId): Promise<void> {
    await this.asker.change('messages.react', { ...this.changing(target, id), emoji: emoji ?? '' });
  }

  vote(target: MessageKey, options: string[], id: MessageId): Promise<void> {
    return vote(this.asker, this.changing(target, id), options);
  }

  async pin(target: MessageKey, seconds: number, id: MessageId): Promise<void> {
    await this.asker.change('messages.pin', { ...this.changing(target, id), seconds });
  }

  async star(target: MessageKey, starred: boolean): Promise<void> {
    await this.asker.change('messages.star', { target: this.query(target), starred });
  }

  /** A message from before this load of the page is taken away without a word; so we say it. */
  async deleteForMe(target: MessageKey): Promise<void> {
    await this.asker.change('messages.deleteForMe', { target: this.query(target) });
    this.changes += 1;
    const scope = this.session.news.scope(false, `own.${this.changes}`);
    if (scope) this.context.emit(...removedFacts(target, scope));
  }

  async markRead(keys: MessageKey[]): Promise<void> {
    const { book } = this.session;
    for (const chat of new Set(keys.map((key) => key.chat)))
      await this.asker.change('messages.seen', { chats: book.spellings(chat) });
  }

  private async request(content: OutgoingContent, options: SendOptions): Promise<SentRequest> {
    const { quoted, mentions, mentionAll, disappearingSeconds } = options;
    if (quoted) await this.assertKnown(quoted);
    const written = await writeContent(content, this.tools);
    const extra = {
      ...written.extra,
      // Laid over what the page takes from the chat's setting.
      ...(disappearingSeconds === undefined ? {} : { ephemeralDuration: disappearingSeconds }),
      ...(mentionAll ? { nonJidMentions: EVERYBODY } : {}),
    };
    return {
      ...written,
      ...(Object.keys(extra).length > 0 ? { extra } : {}),
      ...(quoted ? { quoted: this.query(quoted) } : {}),
      ...(mentions ? { mentions: mentions.map(fromJid) } : {}),
    };
  }

  /** What WhatsApp refuses with a number of its own has failed: told as a fact, as by an engine that hears of it later. */
  private async handIn(chat: Jid, id: MessageId, { forwarded, ...request }: SentRequest): Promise<Dispatched> {
    const { clock } = this.context;
    const key = this.keyOf(chat, id);
    const chats = this.session.book.spellings(chat);
    // After a power cut the same bytes have to go again, under the same id.
    await this.context.journal.secure();
    try {
      if (chat === STATUS_JID) await this.post(id, request);
      else if (forwarded) await this.asker.change('messages.forward', { target: forwarded, chats, id });
      else await this.asker.change('messages.send', { ...request, chats, id });
    } catch (error) {
      if (isAccountLimited(error)) this.session.limited();
      if (!isRefusedByNumber(error)) throw error;
      this.context.emit(failedFact(key, error, clock.now()));
    }
    return { key, dispatchedAt: clock.now() };
  }

  private async post(id: MessageId, { content, extra, audience = [] }: SentRequest): Promise<void> {
    const file = extra?.['directPath'] === undefined ? {} : { file: extra };
    await this.asker.change('kinds.status', { id, text: content ?? '', audience, ...file });
  }

  private audience({ audience = this.context.acquaintances() }: SendOptions): string[] {
    return audience.flatMap((viewer) => this.session.book.spellings(viewer)[0] ?? []);
  }

  private keyOf(chat: Jid, id: MessageId): MessageKey {
    const key: MessageKey = { chat, id, fromMe: true };
    const { account } = this.session;
    if (account && (chat === STATUS_JID || !isPerson(chat))) key.participant = account.id;
    return key;
  }

  private async assertKnown(target: MessageKey): Promise<void> {
    const found = await this.asker.question('messages.find', this.query(target));
    if (!found || found.type === 'revoked') throw new NotFoundError('This message is not known');
  }

  private changing(target: MessageKey, id: MessageId) {
    return { target: this.query(target), id };
  }

  private query(target: MessageKey) {
    return fromKey(target, this.session.book);
  }
}
