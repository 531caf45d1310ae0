import type { Page } from 'puppeteer';
import type { Input, OperationName, Output } from './operations.js';
import type { Batch, Failure, PageScope } from './page-scope.js';

/** The page said no, or our code in it failed. */
export class PageFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message || failure.name);
    this.name = 'PageFailure';
  }
}

/** The browser, its page or the page's document went away under a call. */
const GONE =
  /detached|Target closed|Session closed|Execution context|context was destroyed|Connection closed|Protocol error|Navigating frame|reading 'run'|reading 'next'/i;

export const isGone = (error: unknown): boolean => error instanceof Error && GONE.test(error.message);

/** Questions to our code in one page. Has no deadlines of its own: whoever asks sets one. */
export class Bridge {
  constructor(private readonly page: Page) {}

  /** @throws PageFailure, or an error that {@link isGone} */
  async run<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>> {
    const answer = await this.page.evaluate(
      (name: string, input: unknown) => (globalThis as unknown as PageScope).columba.run(name, input),
      name,
      input,
    );
    if ('error' in answer) throw new PageFailure(answer.error);
    return answer.value as Output<N>;
  }

  /** What happened since `after`, which is thereby confirmed; waits for something to happen. */
  next(after: { epoch: string; seq: number }, waitMs: number): Promise<Batch> {
    return this.page.evaluate(
      (after: { epoch: string; seq: number }, waitMs: number) =>
        (globalThis as unknown as PageScope).columba.next(after, waitMs),
      after,
      waitMs,
    );
  }
}
