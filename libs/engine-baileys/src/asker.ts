import { TimeoutError, UncertainError, type Clock, type DomainError, within } from '@columba/core';
import type { WASocket } from '@whiskeysockets/baileys';
import { toQueryError } from './answers.js';
import type { BaileysOptions } from './baileys.options.js';
import type { LinkedDevice } from './connection/linked-device.js';
import type { BaileysSession } from './session.js';

/** The work itself, on the open connection. */
export type Asked<T> = (socket: WASocket, device: LinkedDevice) => Promise<T>;
/** What a refusal means. */
type Meaning = (error: unknown) => DomainError;

/** Puts questions and changes to WhatsApp: each has a deadline, and each failure is one of the domain's errors. */
export class Asker {
  constructor(
    private readonly clock: Clock,
    private readonly session: Pick<BaileysSession, 'connected'>,
    private readonly options: Pick<BaileysOptions, 'queryTimeoutMs'>,
  ) {}

  /**
   * What changes nothing, and can be asked again.
   * @throws NotConnectedError, TimeoutError, or what the refusal means.
   */
  question<T>(work: Asked<T>, meaning: Meaning = toQueryError): Promise<T> {
    return this.ask(work, meaning, () => new TimeoutError('WhatsApp did not answer in time'));
  }

  /**
   * What may have happened also when no answer came.
   * @throws NotConnectedError before anything left, UncertainError, or what the refusal means.
   */
  async change<T>(work: Asked<T>, meaning: Meaning = toQueryError): Promise<T> {
    const interrupted: Meaning = (error) => {
      const meant = meaning(error);
      if (meant.code !== 'not_connected' && meant.code !== 'timeout') return meant;
      return new UncertainError('The connection broke before WhatsApp had answered', { cause: error });
    };
    return this.ask(work, interrupted, () => new UncertainError('WhatsApp did not answer in time; it may have acted'));
  }

  private async ask<T>(work: Asked<T>, meaning: Meaning, late: () => DomainError): Promise<T> {
    const { life, device } = this.session.connected();
    const { clock } = this;
    const { queryTimeoutMs } = this.options;
    const began = clock.monotonic();
    // The library takes an unanswered question for an empty answer.
    const silent = () => clock.monotonic() - began >= queryTimeoutMs;
    try {
      const answer = await within(clock, queryTimeoutMs, work(life.socket, device), late);
      if (silent()) throw late();
      return answer;
    } catch (error) {
      throw silent() ? late() : meaning(error);
    }
  }
}
