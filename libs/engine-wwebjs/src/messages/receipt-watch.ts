import type { EngineContext, MessageKey } from '@columba/core';
import type { Asker } from '../asker.js';
import { readersFacts } from '../facts/status.facts.js';
import { toKey } from '../mappers/key.mapper.js';
import type { NewsFollower } from '../facts/news-desk.js';
import type { KeyQuery, PageMessage } from '../page/page-scope.js';

const FIRST_MS = 1000;
const SLOWEST_MS = 5 * 60_000;
const GIVE_UP_MS = 24 * 60 * 60_000;
const MOST = 200;

interface Watched {
  key: MessageKey;
  query: KeyQuery;
  since: number;
  waitMs: number;
  told: number;
  cancel: () => void;
}

/**
 * Who in a group got and read a message: the page tells only when the last of all did. So it is asked, soon after the
 * message and then ever more seldom, until everybody has read it or a day has passed.
 */
export class ReceiptWatch implements NewsFollower {
  private readonly watched = new Map<string, Watched>();

  constructor(
    private readonly context: EngineContext,
    private readonly asker: Asker,
  ) {}

  groupReceipt({ key: name, ack }: PageMessage): void {
    const key = toKey(name);
    if (!key) return;
    this.forget(key.id);
    const [oldest] = this.watched.keys();
    if (this.watched.size >= MOST && oldest !== undefined) this.forget(oldest);
    const participants = [name.participant?.wid, name.participant?.phone, name.participant?.lid];
    const query = {
      chats: [name.chat.wid],
      id: name.id,
      fromMe: true,
      participants: participants.filter((address) => address !== undefined),
    };
    const since = this.context.clock.monotonic();
    const watched: Watched = { key, query, since, waitMs: FIRST_MS, told: 0, cancel: () => {} };
    this.watched.set(key.id, watched);
    const READ_BY_ALL = 3;
    void this.look(watched, ack >= READ_BY_ALL);
  }

  stop(): void {
    for (const id of this.watched.keys()) this.forget(id);
  }

  private forget(id: string): void {
    this.watched.get(id)?.cancel();
    this.watched.delete(id);
  }

  private async look(watched: Watched, isLast: boolean): Promise<void> {
    const { clock, logger } = this.context;
    const { key, query } = watched;
    try {
      const facts = readersFacts(key, await this.asker.question('news.info', query), false);
      if (facts.length > watched.told) {
        this.context.emit(...facts);
        watched.told = facts.length;
        watched.waitMs = FIRST_MS;
      }
    } catch (error) {
      logger.debug('It could not be asked who has read a message', { error });
    }
    if (isLast || clock.monotonic() - watched.since > GIVE_UP_MS || this.watched.get(key.id) !== watched) return;
    watched.cancel = clock.after(watched.waitMs, () => void this.look(watched, false));
    watched.waitMs = Math.min(SLOWEST_MS, watched.waitMs * 2);
  }
}
