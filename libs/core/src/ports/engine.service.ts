import type { Capabilities } from '../capabilities.js';
import type { ChannelsPort } from './channels.port.js';
import type { ChatsPort, PresencePort } from './chats.port.js';
import type { CallsPort, ContactsPort, ProfilePort } from './contacts.port.js';
import type { EngineContext } from './context.js';
import type { GroupsPort } from './groups.port.js';
import type { MediaPort } from './media.port.js';
import type { MessagesPort } from './messages.port.js';
import type { SessionPort } from './session.port.js';

export const ENGINE_KINDS = ['baileys', 'wwebjs'] as const;
export type EngineKind = (typeof ENGINE_KINDS)[number];

/**
 * All that Columba asks of WhatsApp, for one session. Picked per session by `engine` (default `WA_ENGINE`); nothing
 * above it knows which one runs. Every call has a deadline. A call that its capability table marks `none` rejects with
 * UnsupportedError.
 */
export abstract class EngineService {
  abstract readonly kind: EngineKind | 'fake';
  abstract readonly capabilities: Capabilities;
  abstract readonly session: SessionPort;
  abstract readonly messages: MessagesPort;
  abstract readonly chats: ChatsPort;
  abstract readonly groups: GroupsPort;
  abstract readonly channels: ChannelsPort;
  abstract readonly contacts: ContactsPort;
  abstract readonly profile: ProfilePort;
  abstract readonly presence: PresencePort;
  abstract readonly calls: CallsPort;
  abstract readonly media: MediaPort;

  /** Begins to connect, or to link when there are no credentials. Network trouble is state, never a throw. */
  abstract start(): Promise<void>;
  /** Ends the connection and keeps the credentials. Safe at any time, also twice. */
  abstract stop(): Promise<void>;
}

export type EngineFactory = (context: EngineContext) => EngineService;
