import {
  FEATURES,
  NotConnectedError,
  UnsupportedError,
  type Capabilities,
  type Capability,
  type Feature,
} from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';

/** On whose behalf something is done: a linked engine, or the phone itself. */
export interface FakeActor {
  /**
   * @param operation the port's method, `messages.send`
   * @throws whatever was planned for the operation, UnsupportedError, NotConnectedError
   */
  act(operation: string, feature: Feature | undefined, args: readonly unknown[]): FakeAccount;
}

export interface RecordedCall {
  operation: string;
  args: readonly unknown[];
}

/** The fake does all of it; a table with exceptions makes an engine that cannot do some. */
export function fakeCapabilities(exceptions: Partial<Capabilities> = {}): Capabilities {
  const full = Object.fromEntries(FEATURES.map((feature): [string, Capability] => [feature, { level: 'full' }]));
  const none: Capability = { level: 'none', reason: 'The fake world keeps no history of the time before the link' };
  const unknown: Capability = { level: 'none', reason: 'Only phones write in the channels of the fake world' };
  const still: Capability = { level: 'none', reason: 'Nobody moves in the fake world' };
  return {
    ...(full as Capabilities),
    'channels.messages': unknown,
    'locations.live': still,
    'history.sync': none,
    ...exceptions,
  };
}

/** Every call of the port passes here: recorded, failed when a test has planned so, refused when it cannot be done. */
export class FakeGate implements FakeActor {
  readonly calls: RecordedCall[] = [];
  private readonly planned = new Map<string, unknown[]>();

  constructor(
    private readonly capabilities: Capabilities,
    private readonly connected: () => FakeAccount | undefined,
  ) {}

  /** The next call of `operation` rejects with `error` and changes nothing; several are used up in order. */
  failNext(operation: string, error: unknown): void {
    this.planned.set(operation, [...(this.planned.get(operation) ?? []), error]);
  }

  act(operation: string, feature: Feature | undefined, args: readonly unknown[]): FakeAccount {
    this.admit(operation, feature, args);
    const account = this.connected();
    if (!account) throw new NotConnectedError('The session is not connected');
    return account;
  }

  /** For what can be done without a connection. */
  admit(operation: string, feature: Feature | undefined, args: readonly unknown[]): void {
    this.calls.push({ operation, args });
    const capability = feature && this.capabilities[feature];
    if (capability?.level === 'none') throw new UnsupportedError(`${feature} is not supported: ${capability.reason}`);
    const error = this.planned.get(operation)?.shift();
    if (error !== undefined) throw error as Error;
  }
}
