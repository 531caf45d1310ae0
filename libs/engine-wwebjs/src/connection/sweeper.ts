import type { EngineContext } from '@columba/core';
import type { NewsDesk } from '../facts/news-desk.js';
import { isGone, type Bridge } from '../page/bridge.js';

const KEY = { type: 'wwebjs', id: 'swept-to' } as const;
/** Looked at again: messages that were on their way when the last sweep was. */
const MARGIN_SECONDS = 15 * 60;
const EVERY_MS = 10 * 60_000;
const MOST = 10_000;

/**
 * The page confirms to WhatsApp what it has written into its own database. So what is lost between the page and us is
 * lost for ever, unless we look: after each connect, and every ten minutes.
 */
export class Sweeper {
  private cancel: () => void = () => {};

  constructor(
    private readonly context: EngineContext,
    private readonly news: NewsDesk,
    private readonly linkedAt: () => number | undefined,
  ) {}

  start(bridge: Bridge): void {
    this.stop();
    void this.sweep(bridge);
    const again = () => {
      this.cancel = this.context.clock.after(EVERY_MS, () => {
        again();
        void this.sweep(bridge);
      });
    };
    again();
  }

  stop(): void {
    this.cancel();
  }

  async sweep(bridge: Bridge): Promise<void> {
    const linkedAt = this.linkedAt();
    if (linkedAt === undefined) return;
    try {
      const since = Math.max(linkedAt, (this.sweptTo() ?? 0) - MARGIN_SECONDS);
      const past = await bridge.run('news.since', { since, most: MOST });
      this.news.sweep(past);
      const last = past.messages.at(-1)?.t;
      if (last !== undefined && last !== this.sweptTo()) this.keep(last);
    } catch (error) {
      if (!isGone(error)) this.context.logger.warn('The page could not be swept', { error });
    }
  }

  private sweptTo(): number | undefined {
    const kept = this.context.keys.get(KEY.type, [KEY.id]).get(KEY.id);
    return kept && Number(Buffer.from(kept).toString('utf8'));
  }

  private keep(seconds: number): void {
    this.context.keys.set([{ ...KEY, value: Buffer.from(String(seconds)) }]);
  }
}
