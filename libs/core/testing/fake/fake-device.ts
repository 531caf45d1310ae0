import type { Fact } from '../../src/index.js';
import type { DisconnectCause } from '../disconnect-cause.js';
import type { FakeAccount, LinkedDevice } from './fake-account.js';

/** The client that holds a device's connection. */
export interface DeviceClient {
  /** Keeps the facts, durably. False: it could not, so they must be told again later. */
  receive(facts: readonly Fact[]): boolean;
  disconnected(cause: DisconnectCause): void;
}

/** One linked device. WhatsApp keeps what it has not taken, and tells it in order after the next login. */
export class FakeDevice implements LinkedDevice {
  private client: DeviceClient | undefined;
  private readonly waiting: (readonly Fact[])[] = [];

  constructor(
    readonly id: string,
    readonly account: FakeAccount,
  ) {}

  get online(): boolean {
    return this.client !== undefined;
  }

  tell(facts: readonly Fact[]): void {
    if (facts.length === 0) return;
    if (this.waiting.length === 0 && this.client?.receive(facts)) return;
    this.waiting.push(facts.map((fact) => ({ ...fact, late: true })));
  }

  /** Takes the connection, from another client if need be, and hands over what waited, oldest first. */
  connect(client: DeviceClient): void {
    const previous = this.client;
    this.client = client;
    if (previous && previous !== client) previous.disconnected('replaced');
    for (let next = this.waiting[0]; next && this.client === client; next = this.waiting[0]) {
      if (!client.receive(next)) return;
      this.waiting.shift();
    }
  }

  /** The client hangs up; what happens from now on waits for the next login. */
  disconnect(client: DeviceClient): void {
    if (this.client === client) this.client = undefined;
  }

  /** WhatsApp hangs up. */
  cut(cause: DisconnectCause): void {
    const client = this.client;
    this.client = undefined;
    client?.disconnected(cause);
  }
}
