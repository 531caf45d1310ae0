import { isGroup, STATUS_JID, type Account, type EngineContext, type Fact } from '@columba/core';
import type { AddressBook } from '../mappers/address-book.js';
import { toKey } from '../mappers/key.mapper.js';
import type { Batch, Entry, PagePerson } from '../page/page-scope.js';
import type { Past } from '../page/facets/news.page.js';
import { reactionFacts } from './change.facts.js';
import { factsOf } from './facts.js';
import { sweptFacts } from './message.facts.js';
import type { PageMessage } from '../page/page-scope.js';
import type { ReadScope } from './reading.js';

const MOST_EARLY = 20_000;

/** Told what cannot be said by a fact alone. */
export interface NewsFollower {
  /** Somebody got or read an own message of a group; who, the page has to be asked. */
  groupReceipt(message: PageMessage): void;
}

/** Turns what the page tells into facts. */
export class NewsDesk {
  /** Told while the page was being linked, when nobody knew whose account it is. */
  private early: { entry: Entry; serial: string }[] = [];

  constructor(
    private readonly context: EngineContext,
    private readonly book: AddressBook,
    private readonly me: () => Account | undefined,
  ) {}

  /** One transaction. @throws StorageError: then nothing of it is confirmed to the page */
  store({ epoch, entries }: Batch, follower?: NewsFollower): void {
    const told = [...this.early, ...entries.map((entry) => ({ entry, serial: `${epoch}.${entry.seq}` }))];
    if (!this.me()) {
      this.early = told.slice(-MOST_EARLY);
      return;
    }
    const facts = told.flatMap(({ entry, serial }) => this.read(entry, serial));
    if (facts.length > 0) this.context.emit(...facts);
    this.early = [];
    for (const { type, data } of entries)
      if (type === 'ack') this.follow((data as { message: PageMessage }).message, follower);
  }

  /** Messages that the page holds, in case nobody has heard of them; what is known is told by nobody again. */
  sweep({ messages, reactions }: Past): void {
    const serial = `sweep.${this.context.clock.now().getTime()}`;
    const scope = this.scope(true, serial);
    if (!scope) return;
    this.learn([...messages, ...reactions]);
    const facts = [
      ...messages.flatMap((message) => this.guarded(() => sweptFacts(message, scope))),
      ...reactions.flatMap((reaction) => this.guarded(() => reactionFacts(reaction, scope))),
    ];
    if (facts.length > 0) this.context.emit(...facts);
  }

  scope(late: boolean, serial: string): ReadScope | undefined {
    const me = this.me();
    return me && { me, book: this.book, context: this.context, late, serial };
  }

  private read(entry: Entry, serial: string): Fact[] {
    const scope = this.scope(entry.late, serial);
    if (!scope) return [];
    this.learn(entry.data);
    return this.guarded(() => factsOf(entry, scope));
  }

  /** One thing that cannot be read must not hide the others. */
  private guarded(read: () => Fact[]): Fact[] {
    try {
      return read();
    } catch (error) {
      this.context.logger.error('Something in the page could not be read', { error });
      return [];
    }
  }

  private follow(message: PageMessage, follower: NewsFollower | undefined): void {
    const key = toKey(message.key);
    if (key && (isGroup(key.chat) || key.chat === STATUS_JID)) follower?.groupReceipt(message);
  }

  /** Wherever a person stands in what is told, both addresses are learnt. */
  private learn(data: unknown, depth = 5): void {
    if (typeof data !== 'object' || data === null || depth === 0) return;
    if ('wid' in data && typeof data.wid === 'string') return this.book.learn(data as PagePerson);
    for (const [name, inner] of Object.entries(data)) if (name !== 'fields') this.learn(inner, depth - 1);
  }
}
