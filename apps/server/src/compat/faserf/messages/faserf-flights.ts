import { createHash } from 'node:crypto';
import type { Clock } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../../../common/tokens.js';
import type { FaserfCall } from '../faserf-call.js';

/** Who gave up asks once more within seconds, at most half a minute where WhatsApp limited it. */
const KEPT_FOR_MS = 60_000;

/** Something that is done once, however often it is asked for meanwhile. */
export interface Trip<T, R> {
  begin(): Promise<T>;
  /** Settles when it is over, whoever waits. */
  over(begun: T): Promise<unknown>;
  /** How it went; `undefined` when that takes too long for this caller. */
  wait(begun: T): Promise<R | undefined>;
}

interface Flight {
  begun: Promise<unknown>;
  cancelTimer?: () => void;
}

/**
 * What is on its way, by the request that asked for it. It is kept until one caller was told how it went: somebody who
 * gave up before that asks again, and must not set it off a second time.
 */
@Injectable()
export class FaserfFlights {
  private readonly flights = new Map<string, Flight>();

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** Sets it off, or joins whoever asked for the same. @returns `undefined` while it is not over */
  async join<T, R>(call: FaserfCall, trip: Trip<T, R>): Promise<R | undefined> {
    const payload = payloadOf(call);
    const flight = this.flights.get(payload) ?? this.begin(payload, trip);
    const result = await trip.wait((await flight.begun) as T);
    if (result !== undefined && !call.signal.aborted) this.forget(payload, flight);
    return result;
  }

  private begin<T>(payload: string, { begin, over }: Pick<Trip<T, unknown>, 'begin' | 'over'>): Flight {
    const begun = begin();
    const flight: Flight = { begun };
    this.flights.set(payload, flight);
    // Whoever waits hears of an error; nothing was done then.
    begun.then(over).then(
      () => this.keep(payload, flight),
      () => this.forget(payload, flight),
    );
    return flight;
  }

  private keep(payload: string, flight: Flight): void {
    if (this.flights.get(payload) !== flight) return;
    flight.cancelTimer = this.clock.after(KEPT_FOR_MS, () => this.forget(payload, flight));
  }

  private forget(payload: string, flight: Flight): void {
    flight.cancelTimer?.();
    if (this.flights.get(payload) === flight) this.flights.delete(payload);
  }
}

/** As it was asked: what is made of it may depend on the time. */
const payloadOf = ({ session, route, input }: FaserfCall): string =>
  createHash('sha256')
    .update(JSON.stringify([session, route, input.fields]))
    .digest('hex');
