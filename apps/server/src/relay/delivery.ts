import type { LoggedEvent } from '@columba/core';
import type { EventSpan } from '@columba/storage';

/** Why nothing can be delivered just now. `reason` is a sentence for a person: no secrets, no message text. */
export type Obstacle =
  /** Passing trouble. `afterMs` where the other side, or its state, says how long to wait; else the relay backs off. */
  | { kind: 'retry'; reason: string; afterMs?: number }
  /**
   * Our credentials are refused: only a person can mend that, so it is tried again rarely. `afterMs` where somebody else
   * knocks, and looking costs nothing.
   */
  | { kind: 'unauthorised'; reason: string; afterMs?: number };

export type DeliveryResult =
  | { kind: 'accepted' }
  /** This event will never be accepted; it is set aside so that the others can go on. */
  | { kind: 'malformed'; detail: string }
  | Obstacle;

export interface Moment {
  /** The time of this attempt. */
  at: Date;
  /** Not live: WhatsApp told it late, or this consumer hears of it long after it was stored. */
  replayed: boolean;
}

/** A dialect: an event in the consumer's words. Pure. */
export interface Encoder<Payload> {
  /** Empty when the consumer has no words for this event; several when one occurrence goes by several names. */
  encode(event: LoggedEvent, moment: Moment): readonly Payload[];
  /** Events that will never come, in the consumer's words; absent when it has none for that. */
  loss?(lost: EventSpan, at: Date): readonly Payload[];
  /** After an outage: what comes now, before it comes. */
  resumed?(waiting: EventSpan, at: Date): readonly Payload[];
  /** Of waiting events with the same key only the newest is worth telling; absent or `undefined`: each is. */
  mergeKey?(event: LoggedEvent): string | undefined;
}

/** A destination: input and output only. */
export interface Sink<Payload> {
  /**
   * Hands over what one event became, in this order. Answers `accepted` only when all of it has arrived; trouble on the
   * way is an answer, never a throw. Settles soon after `signal` aborts.
   */
  deliver(payloads: readonly Payload[], signal: AbortSignal): Promise<DeliveryResult>;
}

/** Says whether the other side is really listening. Asked before every delivery, and now and then while idle. */
export interface Gate {
  /** Trouble in finding out is an answer, never a throw. Settles soon after `signal` aborts. */
  check(signal: AbortSignal): Promise<{ kind: 'ready' } | Obstacle>;
  /** A delivery failed: what was known of the other side no longer counts. */
  doubt(): void;
}

/** For destinations that are always listening. */
export const openGate: Gate = {
  check: () => Promise.resolve({ kind: 'ready' }),
  doubt: () => {},
};
