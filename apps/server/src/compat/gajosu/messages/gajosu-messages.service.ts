import { randomUUID } from 'node:crypto';
import type { Message } from '@columba/core';
import { Injectable } from '@nestjs/common';
import type { RequestKey } from '../../../common/idempotency/request-key.js';
import { MessageActsService, type MessagePath as ActPath } from '../../../messages/message-acts.service.js';
import { GajosuFinder, orRefusal } from '../gajosu-finder.js';
import { Fields } from '../gajosu-fields.js';
import { GajosuReads } from '../gajosu-reads.js';
import { messageNotFound } from '../gajosu-refusal.js';
import { GajosuSession } from '../gajosu-session.js';
import { type GajosuFullMessage, presentFullMessage } from './gajosu-raw-message.presenter.js';

const SCOPE = 'gajosu:act';
/** What this dialect takes for an emoji, a code unit at a time. */
// oxlint-disable-next-line no-misleading-character-class -- halves of surrogate pairs are meant
const EMOJI = /\u00a9|\u00ae|[\u2000-\u3300]|\ud83c[\ud000-\udfff]|\ud83d[\ud000-\udfff]|\ud83e[\ud000-\udfff]/;

/** Names one message as a path does. */
export interface MessagePath {
  id: string;
  messageId: string;
}

/** Messages that are there, and what can be done to them. */
@Injectable()
export class GajosuMessages {
  constructor(
    private readonly session: GajosuSession,
    private readonly reads: GajosuReads,
    private readonly find: GajosuFinder,
    private readonly acts: MessageActsService,
  ) {}

  async list(id: string, limit: number): Promise<GajosuFullMessage[]> {
    const chat = await this.find.chat(id);
    return this.reads.messages(chat, limit).map((message) => this.present(message));
  }

  async get({ id, messageId }: MessagePath): Promise<GajosuFullMessage> {
    return this.present(await this.find.message(id, messageId));
  }

  revoke(path: MessagePath): Promise<void> {
    return this.act(path, (target, key) => this.acts.revoke(target, key));
  }

  star(path: MessagePath, starred: boolean): Promise<void> {
    return this.act(path, (target, key) => this.acts.star(target, key, starred));
  }

  /** `null` takes the reaction back. */
  react(path: MessagePath, emoji: string | null): Promise<void> {
    return this.act(path, (target, key) =>
      this.acts.perform(target, key, (messages, message, id) => messages.react(message, emoji, id)),
    );
  }

  private async act(path: MessagePath, act: (target: ActPath, key: RequestKey) => Promise<void>): Promise<void> {
    const { key } = await this.find.message(path.id, path.messageId);
    const target = { session: this.session.name, chatId: key.chat, messageId: key.id };
    await orRefusal(act(target, { key: randomUUID(), scope: SCOPE }), () => messageNotFound(path.messageId));
  }

  private present(message: Message): GajosuFullMessage {
    return presentFullMessage(message, this.session.account?.id);
  }
}

/** @throws GajosuRefusal 422 unless there is an emoji in it */
export function parseReaction(body: unknown): string {
  const fields = new Fields(body);
  const reaction = fields.raw('reaction');
  if (typeof reaction !== 'string' || !EMOJI.test(reaction)) fields.fault('reaction');
  fields.done();
  return reaction as string;
}

const DEFAULT_LIMIT = 100;
const MOST = 1_000;

/** Whatever is not a number means 100. */
export function parseLimit(limit: unknown): number {
  const number = typeof limit === 'string' && /^\d+$/.test(limit) ? Number(limit) : DEFAULT_LIMIT;
  return Math.min(Math.max(number, 1), MOST);
}
