import type { Jid } from '@columba/core';

/** A person writes some short messages in a row; from then on each waits for its gap. */
const BURST = 5;

/**
 * Keeps messages to one chat apart, after a burst. Per chat there is one number: when everything that left would have
 * left had every message kept its gap. Times are monotonic milliseconds.
 */
export class ChatGap {
  private readonly even = new Map<Jid, number>();

  constructor(readonly ms: number) {}

  /** Milliseconds until the next message to this chat; 0 when it may leave now. */
  wait(chat: Jid, now: number): number {
    return Math.max(0, (this.even.get(chat) ?? now) - (BURST - 1) * this.ms - now);
  }

  leaving(chat: Jid, now: number): void {
    if (this.ms === 0) return;
    const even = Math.max(now, this.even.get(chat) ?? now) + this.ms;
    this.even.delete(chat);
    this.even.set(chat, even);
    // Those that left first stand first.
    for (const [other, at] of this.even) {
      if (at > now) break;
      this.even.delete(other);
    }
  }
}
