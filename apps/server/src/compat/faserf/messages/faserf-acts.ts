import { randomUUID } from 'node:crypto';
import type { Jid, MessageId, MessageKey, MessagesPort } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { MessageActsService } from '../../../messages/message-acts.service.js';
import type { FaserfCall } from '../faserf-call.js';
import { parseNumber } from '../faserf-number.js';
import { FaserfReads } from '../faserf-reads.js';
import { invalid, messageNotFound } from '../faserf-refusal.js';
import { FaserfFlights } from './faserf-flights.js';
import type { Sent } from './faserf-sender.js';

const SCOPE = 'faserf:act';
const MESSAGE_ID = ['messageId', 'message_id', 'id'] as const;
const NUMBER = ['number'] as const;
const DAY_SECONDS = 86_400;
const LONGEST_EMOJI = 64;

type Act = (messages: MessagesPort, target: MessageKey, id: MessageId) => Promise<unknown>;

/** What can be done to a message that is there. */
@Injectable()
export class FaserfActs {
  constructor(
    private readonly acts: MessageActsService,
    private readonly reads: FaserfReads,
    private readonly flights: FaserfFlights,
  ) {}

  react(call: FaserfCall): Promise<Sent> {
    call.input.require(NUMBER, MESSAGE_ID);
    const emoji = call.input.optionalText('reaction', 'emoji') ?? '';
    if (emoji.length > LONGEST_EMOJI) throw invalid('reaction', 'must be one emoji');
    return this.sent(call, (messages, target, id) => messages.react(target, emoji || null, id));
  }

  revoke(call: FaserfCall): Promise<Sent> {
    return this.sent(call, (messages, target, id) => messages.revoke(target, id));
  }

  edit(call: FaserfCall): Promise<Sent> {
    const words = ['new_content', 'newText', 'text', 'message'] as const;
    call.input.require(NUMBER, MESSAGE_ID, words);
    const text = call.input.text(...words);
    return this.sent(call, (messages, target, id) => messages.edit(target, text, id));
  }

  async forward(call: FaserfCall) {
    const { input, session } = call;
    input.require(NUMBER, MESSAGE_ID, ['targetNumber']);
    const to = this.reads.resolve(session, parseNumber(input.text('targetNumber'), 'targetNumber'));
    const id = await this.flights.join(call, {
      begin: () => this.perform(call, (messages, target, own) => messages.forward(target, to, own)),
      over: (forwarded) => Promise.resolve(forwarded),
      wait: (forwarded) => Promise.resolve(forwarded),
    });
    return { status: 'forwarded', id };
  }

  async star(call: FaserfCall, starred: boolean) {
    const messageId = await this.named(call, (messages, target) => messages.star(target, starred));
    return { status: starred ? 'starred' : 'unstarred', messageId };
  }

  async pin(call: FaserfCall) {
    const seconds = call.input.number(['duration'], { least: 1, most: 366 * DAY_SECONDS }) ?? DAY_SECONDS;
    const messageId = await this.named(call, (messages, target, id) => messages.pin(target, seconds, id));
    return { status: 'pinned', messageId };
  }

  async unpin(call: FaserfCall) {
    const messageId = await this.named(call, (messages, target, id) => messages.pin(target, 0, id));
    return { status: 'unpinned', messageId };
  }

  private async sent(call: FaserfCall, act: Act): Promise<Sent> {
    return { status: 'sent', id: await this.perform(call, act) };
  }

  /** Gives back the id of the message that it was done to. */
  private async named(call: FaserfCall, act: Act): Promise<string> {
    await this.perform(call, act);
    return call.input.text(...MESSAGE_ID);
  }

  /** Gives back the id of the act itself. @throws NotFoundError when the message is not known */
  private async perform({ session, input }: FaserfCall, act: Act): Promise<MessageId> {
    input.require(NUMBER, MESSAGE_ID);
    const key = this.find(session, parseNumber(input.text(...NUMBER)), input.text(...MESSAGE_ID));
    let own: MessageId | undefined;
    const path = { session, chatId: key.chat, messageId: key.id };
    await this.acts.perform(path, { key: randomUUID(), scope: SCOPE }, async (messages, target, id) => {
      own = id;
      await act(messages, target, id);
    });
    return own ?? key.id;
  }

  private find(session: FaserfCall['session'], chat: Jid, id: string): MessageKey {
    const message = this.reads.message(session, chat, id as MessageId);
    if (!message) throw messageNotFound();
    return message.key;
  }
}
