import {
  EngineService,
  type CallsPort,
  type ChannelsPort,
  type ChatsPort,
  type ContactsPort,
  type EngineContext,
  type EngineFactory,
  type GroupsPort,
  type MediaPort,
  type MessagesPort,
  type PresencePort,
  type ProfilePort,
} from '@columba/core';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { SettingsDesk } from './app-state/settings-desk.js';
import { Asker } from './asker.js';
import { DEFAULT_OPTIONS, type BaileysOptions } from './baileys.options.js';
import { BaileysCalls } from './calls/baileys-calls.js';
import { BAILEYS_CAPABILITIES } from './capabilities.js';
import { BaileysChannels } from './channels/baileys-channels.js';
import { BaileysChats } from './chats/baileys-chats.js';
import type { LinkedDevice } from './connection/linked-device.js';
import type { SocketLife } from './connection/socket-life.js';
import { BaileysContacts } from './contacts/baileys-contacts.js';
import { BaileysProfile } from './contacts/baileys-profile.js';
import { presenceFacts } from './facts/presence.facts.js';
import { BaileysGroups } from './groups/baileys-groups.js';
import { BaileysMedia } from './media/baileys-media.js';
import { ackFacts, isAccountLimited } from './messages/acks.js';
import { BaileysMessages } from './messages/baileys-messages.js';
import type { SendFile } from './messages/outbox-message.js';
import { changedOriginals } from './messages/originals/changed-original.js';
import { BaileysPictures } from './pictures/baileys-pictures.js';
import { BaileysPresence } from './presence/baileys-presence.js';
import { silenceLibsignal } from './quiet/libsignal-console.js';
import { BaileysSession } from './session.js';

/** One session over the library Baileys. */
export class BaileysEngine extends EngineService {
  readonly kind = 'baileys';
  readonly capabilities = BAILEYS_CAPABILITIES;
  readonly session: BaileysSession;
  readonly messages: MessagesPort;
  readonly chats: ChatsPort;
  readonly groups: GroupsPort;
  readonly channels: ChannelsPort;
  readonly contacts: ContactsPort;
  readonly profile: ProfilePort;
  readonly presence: PresencePort;
  readonly calls: CallsPort;
  readonly media: MediaPort;

  private readonly files: BaileysMedia;
  private presences = 0;

  constructor(
    private readonly context: EngineContext,
    options: BaileysOptions,
  ) {
    super();
    this.session = new BaileysSession(context, options, (life, device) => this.attach(life, device));
    const asker = new Asker(context.clock, this.session, options);
    const desk = new SettingsDesk(context, this.session, options);
    const pictures = new BaileysPictures(context.clock, asker, options);
    const groups = new BaileysGroups(asker, pictures);
    this.files = new BaileysMedia(context, this.session, options);
    const sendFile: SendFile = (media, type) => this.files.send(media, type);
    this.media = this.files;
    this.groups = groups;
    this.channels = new BaileysChannels(asker);
    this.contacts = new BaileysContacts(context, this.session, asker, pictures, desk);
    this.profile = new BaileysProfile(this.session, asker, pictures, desk);
    this.presence = new BaileysPresence(this.session, asker);
    this.calls = new BaileysCalls(context, this.session, asker);
    this.messages = new BaileysMessages(context, this.session, { options, desk, groups, sendFile });
    this.chats = new BaileysChats(context, this.session, options, desk, groups);
  }

  async start(): Promise<void> {
    // What the last run left is listed at once, so nothing of this run can be among it.
    await Promise.all([this.files.start(), this.session.start()]);
  }

  stop(): Promise<void> {
    this.files.stop();
    return this.session.stop();
  }

  /** What the library does not tell is heard from the stanzas themselves. */
  private attach(life: SocketLife, device: LinkedDevice): void {
    life.on('CB:ack,class:message', (node) => {
      const { sent, clock } = this.context;
      if (isAccountLimited(node)) this.session.limited();
      const scope = { me: device.me, book: device.book, polls: device.polls, sent, now: clock.now() };
      void ackFacts(node, scope)
        .then((facts) => {
          this.context.emit(...facts);
          for (const original of changedOriginals(facts, device.originals)) this.context.originals.keep(original);
        })
        .catch((error: unknown) => device.refused(error));
    });
    for (const tag of ['presence', 'chatstate']) life.on(`CB:${tag}`, (node) => this.presenceChanged(node, device));
  }

  private presenceChanged(node: BinaryNode, device: LinkedDevice): void {
    const now = this.context.clock.now();
    this.presences += 1;
    void presenceFacts(node, { book: device.book, now, serial: `${now.getTime()}.${this.presences}` })
      .then((facts) => this.context.emit(...facts))
      .catch((error: unknown) => device.refused(error));
  }
}

/**
 * Makes the engine for sessions.
 * @param options what differs from {@link DEFAULT_OPTIONS}.
 */
export function baileysFactory(options: Partial<BaileysOptions> = {}): EngineFactory {
  silenceLibsignal();
  return (context) => new BaileysEngine(context, { ...DEFAULT_OPTIONS, ...options });
}
