import { TimeoutError, UncertainError, type Clock, type DomainError, within } from '@columba/core';
import { toPageError } from './answers.js';
import type { Input, OperationName, Output } from './page/operations.js';
import type { WwebjsSession } from './session.js';
import type { WwebjsOptions } from './wwebjs.options.js';

const unanswered = () => new TimeoutError('WhatsApp did not answer in time');
const unsettled = () => new UncertainError('WhatsApp did not answer in time; it may have acted');

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
    const { bridge } = this.session.connected();
    try {
      return await within(this.clock, ms, bridge.run(name, input), unanswered);
    } catch (error) {
      throw toPageError(error);
    }
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
    const { bridge } = this.session.connected();
    try {
      return await within(this.clock, ms, bridge.run(name, input), unsettled);
    } catch (error) {
      throw interrupted(error);
    }
  }
}

function interrupted(error: unknown): DomainError {
  const meant = toPageError(error);
  if (meant.code !== 'not_connected' && meant.code !== 'timeout') return meant;
  return new UncertainError('The connection broke before WhatsApp had answered', { cause: error });
}
