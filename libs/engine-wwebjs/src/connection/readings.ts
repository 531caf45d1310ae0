import type { EngineContext } from '@columba/core';
import type { NewsDesk } from '../facts/news-desk.js';
import { HistoryReader } from '../history/history-reader.js';
import type { Bridge } from '../page/bridge.js';
import type { WwebjsOptions } from '../wwebjs.options.js';
import { Sweeper } from './sweeper.js';

/** What is read out of an open page besides its news: what was missed, and what was before the link. */
export class Readings {
  private readonly all: readonly [Sweeper, HistoryReader];

  constructor(context: EngineContext, news: NewsDesk, options: WwebjsOptions, linkedAt: () => number | undefined) {
    this.all = [new Sweeper(context, news, linkedAt), new HistoryReader(context, news, linkedAt, options)];
  }

  start(bridge: Bridge): void {
    for (const reading of this.all) reading.start(bridge);
  }

  stop(): void {
    for (const reading of this.all) reading.stop();
  }
}
