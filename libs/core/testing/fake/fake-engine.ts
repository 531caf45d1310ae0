import { EngineService, type Capabilities, type EngineContext } from '../../src/index.js';
import { FakeCalls } from './fake-calls.js';
import { FakeChannels } from './fake-channels.js';
import { FakeChats } from './fake-chats.js';
import { FakeContacts } from './fake-contacts.js';
import type { DisconnectCause } from '../disconnect-cause.js';
import { FakeGate, fakeCapabilities, type RecordedCall } from './fake-gate.js';
import { FakeGroups } from './fake-groups.js';
import { FakeMedia } from './fake-media.js';
import { FakeMessages } from './fake-messages.js';
import { FakePresence } from './fake-presence.js';
import { FakeProfile } from './fake-profile.js';
import { FakeSession } from './fake-session.js';
import type { FakeNetwork } from './fake-network.js';

export interface FakeEngineOptions {
  /** What this engine can do less than all, or in part. */
  capabilities?: Partial<Capabilities>;
}

/** The whole port in memory, on a fake world. It keeps the port's words about errors and emits the same facts. */
export class FakeEngine extends EngineService {
  readonly kind = 'fake';
  readonly capabilities: Capabilities;
  readonly session: FakeSession;
  readonly messages: FakeMessages;
  readonly chats: FakeChats;
  readonly groups: FakeGroups;
  readonly channels: FakeChannels;
  readonly contacts: FakeContacts;
  readonly profile: FakeProfile;
  readonly presence: FakePresence;
  readonly calls: FakeCalls;
  readonly media: FakeMedia;
  private readonly gate: FakeGate;

  constructor(
    readonly context: EngineContext,
    readonly world: FakeNetwork,
    options: FakeEngineOptions = {},
  ) {
    super();
    this.capabilities = fakeCapabilities(options.capabilities);
    this.gate = new FakeGate(this.capabilities, () => this.session.connectedAccount);
    this.session = new FakeSession(context, world, this.gate);
    this.messages = new FakeMessages(this.gate, world, context.sent, this.session);
    this.chats = new FakeChats(this.gate, world);
    this.groups = new FakeGroups(this.gate, world);
    this.channels = new FakeChannels(this.gate, world);
    this.contacts = new FakeContacts(this.gate, world);
    this.profile = new FakeProfile(this.gate, world);
    this.presence = new FakePresence(this.gate, world);
    this.calls = new FakeCalls(this.gate, world);
    this.media = new FakeMedia(this.gate, world);
  }

  start(): Promise<void> {
    return this.session.start();
  }

  stop(): Promise<void> {
    return this.session.stop();
  }

  /** Every call of the port so far, refused ones included; `operation` reads `messages.send`. */
  get recorded(): readonly RecordedCall[] {
    return this.gate.calls;
  }

  /** See {@link FakeGate.failNext}. */
  failNext(operation: string, error: unknown): void {
    this.gate.failNext(operation, error);
  }

  /** WhatsApp ends the connection. `until`: the end of a temporary ban. */
  disconnect(cause: DisconnectCause, until?: Date): void {
    this.session.cut(cause, until);
  }
}
