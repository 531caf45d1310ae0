import type { Clock } from '@columba/core';
import type { DeliveryResult, Encoder, Obstacle, Sink } from './delivery.js';
import { OUTAGE_MS } from './notices.js';
import type { Subscription } from './subscription.js';

/** What a consumer is told before the events go on: what is gone for good, and after an outage how much comes now. */
export class Tidings<Payload> {
  /** Since when nothing could be delivered, monotonic. */
  private troubleSince: number | undefined;
  private beginning = true;
  private resumeTold = false;

  constructor(
    private readonly parts: {
      subscription: Subscription;
      encoder: Encoder<Payload>;
      sink: Sink<Payload>;
      clock: Clock;
    },
  ) {}

  trouble(): void {
    this.troubleSince ??= this.parts.clock.monotonic();
  }

  /** Something arrived, or nothing waits: what comes after the next trouble is another outage. */
  reached(): void {
    this.troubleSince = undefined;
    this.resumeTold = false;
    this.beginning = false;
  }

  /** Tells all that is owed, up to the first obstacle. */
  async tell(signal: AbortSignal): Promise<Obstacle | undefined> {
    const { subscription, encoder, clock } = this.parts;
    for (const loss of subscription.losses?.() ?? []) {
      const obstacle = await this.deliver(encoder.loss?.(loss, clock.now()) ?? [], signal);
      if (obstacle) return obstacle;
      subscription.told?.(loss);
    }
    if (!encoder.resumed || !this.owesResume()) return undefined;
    for (const span of subscription.backlog?.() ?? []) {
      const obstacle = await this.deliver(encoder.resumed(span, clock.now()), signal);
      if (obstacle) return obstacle;
    }
    this.resumeTold = true;
    return undefined;
  }

  /** After an outage of the other side, or of ourselves: then the oldest of what waits is old. */
  private owesResume(): boolean {
    const { clock, subscription } = this.parts;
    if (this.resumeTold) return false;
    if (this.troubleSince !== undefined && clock.monotonic() - this.troubleSince >= OUTAGE_MS) return true;
    if (!this.beginning) return false;
    const now = clock.now().getTime();
    return (subscription.backlog?.() ?? []).some(({ oldestAt }) => now - oldestAt.getTime() >= OUTAGE_MS);
  }

  /** Who refuses such news may still take events. */
  private async deliver(payloads: readonly Payload[], signal: AbortSignal): Promise<Obstacle | undefined> {
    if (payloads.length === 0) return undefined;
    const result: DeliveryResult = await this.parts.sink.deliver(payloads, signal);
    return result.kind === 'retry' || result.kind === 'unauthorised' ? result : undefined;
  }
}
