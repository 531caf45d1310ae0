import type { Clock } from '@columba/core';
import { BoundedCache } from '../connection/bounded-cache.js';

/** Longer than any phone rings. */
const RINGING_MS = 5 * 60_000;

/** The calls that ring here, by id, with the caller as WhatsApp names it. */
export class CallBook {
  private readonly ringing: BoundedCache;

  constructor(clock: Clock) {
    this.ringing = new BoundedCache(clock, { entries: 200, ttlMs: RINGING_MS });
  }

  rings(callId: string, caller: string): void {
    this.ringing.set(callId, caller);
  }

  caller(callId: string): string | undefined {
    return this.ringing.get<string>(callId);
  }

  ended(callId: string): void {
    this.ringing.del(callId);
  }
}
