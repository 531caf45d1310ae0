import { TimeoutError, UncertainError, type Clock, type DomainError, within } from '@columba/core';
import { toPageError } from './answers.js';
import type { Input, OperationName, Output } from './page/operations.js';
import type { WwebjsSession } from './session.js';
import type { WwebjsOptions } from './wwebjs.options.js';

/** What it means that no answer came in time, and that it failed. */
interface Kind {
  late: () => DomainError;
  meaning: (error: unknown) => DomainError;
}

const QUESTION: Kind = { late: () => new TimeoutError('WhatsApp did not answer in time'), meaning: toPageError };
const CHANGE: Kind = {
  late: () => new UncertainError('WhatsApp did not answer in time; it may have acted'),
  meaning: interrupted,
};

/** Puts questions and changes to the page: each has a deadline, and each failure is one of the domain's errors. */
export class Asker {
  constructor(
    private readonly clock: Clock,
    private readonly session: Pick<WwebjsSession, 'connected'>,
    private readonly options: Pick<WwebjsOptions, 'queryTimeoutMs'>,
  ) {}

  /**
   * What changes nothing, and can be asked again.
   * @throws NotConnectedError, TimeoutError, or what the refusal means.
   */
  async question<N extends OperationName>(
    name: N,
    input: Input<N>,
    ms = this.options.queryTimeoutMs,
  ): Promise<Output<N>> {
    return this.ask(name, input, ms, QUESTION);
  }

  /**
   * What may have happened also when no answer came.
   * @param ms for what takes longer than a question, as a file does
   * @throws NotConnectedError before anything left, UncertainError, or what the refusal means.
   */
  async change<N extends OperationName>(
    name: N,
    input: Input<N>,
    ms = this.options.queryTimeoutMs,
  ): Promise<Output<N>> {
    return this.ask(name, input, ms, CHANGE);
  }

  private async ask<N extends OperationName>(
    name: N,
    input: Input<N>,
    ms: number,
    { late, meaning }: Kind,
  ): Promise<Output<N>> {
    const { bridge } = this.session.connected();
    try {
      return await within(this.clock, ms, bridge.run(name, input), late);
    } catch (error) {
      throw meaning(error);
    }
  }
}

function interrupted(error: unknown): DomainError {
  const meant = toPageError(error);
  if (meant.code !== 'not_connected' && meant.code !== 'timeout') return meant;
  return new UncertainError('The connection broke before WhatsApp had answered', { cause: error });
}
