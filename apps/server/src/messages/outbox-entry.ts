import type { DomainError, EventMap } from '@columba/core';
import type { SendRecord } from '@columba/storage';
import type { SendLifetime } from './send-lifetime.js';

export type StatusError = NonNullable<EventMap['message.status_changed']['error']>;

export const UNCERTAIN: StatusError = {
  code: 'uncertain',
  detail: 'It was handed over and is not confirmed: it may have arrived',
};
export const ENGINE_FAILS: StatusError = {
  code: 'uncertain',
  detail: 'The engine fails at it in the same way each time: it may have arrived',
};

/**
 * A send on its way. `queued`: waits for its turn; `leaving`: with the engine; `unconfirmed`: left, not acknowledged;
 * `resting`: the engine failed, it goes again after a pause; `over`: it does not go again, and that is not stored yet.
 */
export interface Entry {
  readonly record: SendRecord;
  phase: 'queued' | 'leaving' | 'unconfirmed' | 'resting' | 'over';
  /** Once true it can no longer be said that the message never left. */
  mayHaveLeft: boolean;
  /** Unconfirmed for so long that the chat goes on without it. */
  overdue: boolean;
  /** Monotonic; when it last went to the engine. */
  leftAt?: number;
  /** Counts from its first departure on this connection, however often the engine fails at it since. */
  cancelGiveWay?: () => void;
  cancelRest?: () => void;
  lifetime?: SendLifetime;
  readonly failures: EngineFailures;
}

const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 300_000;
/** About a quarter of an hour: long enough for an engine that is restarted meanwhile. */
const HOPELESS_AFTER = 8;

/** How the engine failed at one message so far, with nobody knowing whether it left. */
export class EngineFailures {
  private total = 0;
  private alike = 0;
  private last?: string;

  add({ code, message }: DomainError): void {
    const failure = `${code} ${message}`;
    this.alike = failure === this.last ? this.alike + 1 : 1;
    this.last = failure;
    this.total += 1;
  }

  /** Before the same bytes go again. */
  get restMs(): number {
    return Math.min(FIRST_REST_MS * 2 ** Math.max(0, this.total - 1), LONGEST_REST_MS);
  }

  /** It is the message, and not the moment. */
  get isHopeless(): boolean {
    return this.alike >= HOPELESS_AFTER && this.last?.startsWith('engine_error ') === true;
  }
}

export function cancelTimers({ cancelGiveWay, cancelRest, lifetime }: Entry): void {
  cancelGiveWay?.();
  cancelRest?.();
  lifetime?.cancel();
}
