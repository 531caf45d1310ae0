import { keyText, type ChatId, type PhoneNumber } from '../../world/ids.js';
import type { Message } from '../../world/model.js';
import { viewOf, type ShownMessage } from '../../world/view.js';
import type { WebContext } from '../context.js';
import type { ChangeFact, MessageFact } from '../facts.js';
import { changeFact } from './change-fact.js';
import { isChange, messageFact } from './message-fact.js';

export interface ShownPair {
  shown: ShownMessage;
  message: Message;
}

/** What a linked browser's account has: what its phone shows, with everything that was done to it since. */
export class History {
  constructor(private readonly context: WebContext) {}

  /** Messages of all chats or of one, oldest first. @param except key texts that are not told yet */
  shown(me: PhoneNumber, chat?: ChatId, except: ReadonlySet<string> = new Set()): ShownPair[] {
    const { screens, messages, groups, own } = this.context.world;
    const { starred, hidden } = own.of(me);
    const screen = screens.view(me, chat).filter(({ key }) => !except.has(keyText(key)) && !hidden[keyText(key)]);
    const rules = {
      find: (key: Message['key']) => messages.find(key),
      isAdmin: (group: ChatId, who: PhoneNumber) => groups.isAdmin(group, who),
    };
    return viewOf(me, screen, rules).flatMap((shown) => {
      const message = messages.find(shown.key);
      const star = starred[keyText(shown.key)] !== undefined;
      return message ? [{ shown: { ...shown, starred: star }, message }] : [];
    });
  }

  fact(me: PhoneNumber, { shown, message }: ShownPair): MessageFact {
    return messageFact(this.context, me, message, shown);
  }

  /** Reactions, votes and pins; edits and revocations are in the messages already. */
  changes(me: PhoneNumber, chat?: ChatId, except: ReadonlySet<string> = new Set()): ChangeFact[] {
    const { screens, messages } = this.context.world;
    return screens.view(me, chat).flatMap(({ key }) => {
      const message = except.has(keyText(key)) ? undefined : messages.find(key);
      if (!message?.content || !isChange(message.content)) return [];
      if (message.content.kind === 'edit' || message.content.kind === 'revoke') return [];
      return changeFact(this.context, me, message) ?? [];
    });
  }

  /** How many messages came while somebody was there to see them, and were neither read on any device nor answered. */
  unread(me: PhoneNumber, chat: readonly ShownPair[]): number {
    const { directory, deliveries } = this.context.world;
    const devices = directory.devicesOf(me).map(({ id }) => id);
    const answered = chat.findLastIndex(({ shown }) => shown.fromMe);
    return chat.slice(answered + 1).filter(({ shown: { key } }) => {
      const stages = devices.map((device) => deliveries.stageOf(device, key));
      return stages.some((stage) => stage !== undefined) && !stages.includes('read');
    }).length;
  }
}
