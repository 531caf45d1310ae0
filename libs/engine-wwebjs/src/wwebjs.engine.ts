import { EngineService, type EngineContext, type EngineFactory } from '@columba/core';
import { Asker } from './asker.js';
import { WwebjsCalls } from './calls/wwebjs-calls.js';
import { WWEBJS_CAPABILITIES } from './capabilities.js';
import { WwebjsChannels } from './channels/wwebjs-channels.js';
import { WwebjsChats } from './chats/wwebjs-chats.js';
import { WwebjsContacts } from './contacts/wwebjs-contacts.js';
import { WwebjsGroups } from './groups/wwebjs-groups.js';
import { WwebjsMedia } from './media/wwebjs-media.js';
import { ReceiptWatch } from './messages/receipt-watch.js';
import { WwebjsMessages } from './messages/wwebjs-messages.js';
import { WwebjsPictures } from './pictures/wwebjs-pictures.js';
import { WwebjsPresence } from './presence/wwebjs-presence.js';
import { WwebjsProfile } from './profile/wwebjs-profile.js';
import { WwebjsSession } from './session.js';
import { DEFAULT_OPTIONS, type WwebjsOptions } from './wwebjs.options.js';

/** One session over whatsapp-web.js in a browser of its own. */
export class WwebjsEngine extends EngineService {
  readonly kind = 'wwebjs';
  readonly capabilities = WWEBJS_CAPABILITIES;
  readonly session: WwebjsSession;
  readonly messages: WwebjsMessages;
  readonly chats: WwebjsChats;
  readonly groups: WwebjsGroups;
  readonly channels: WwebjsChannels;
  readonly contacts: WwebjsContacts;
  readonly profile: WwebjsProfile;
  readonly presence: WwebjsPresence;
  readonly calls: WwebjsCalls;
  readonly media: WwebjsMedia;
  private readonly receipts: ReceiptWatch;

  constructor(context: EngineContext, options: WwebjsOptions) {
    super();
    this.session = new WwebjsSession(context, options);
    const asker = new Asker(context.clock, this.session, options);
    const { book } = this.session;
    const pictures = new WwebjsPictures(asker, book);
    this.groups = new WwebjsGroups(asker, book, pictures);
    this.receipts = new ReceiptWatch(context, asker);
    this.session.follower = this.receipts;
    this.media = new WwebjsMedia(context, asker, book, options);
    const tools = { groups: this.groups, upload: this.media.upload.bind(this.media) };
    this.messages = new WwebjsMessages(context, this.session, asker, tools);
    this.chats = new WwebjsChats(asker, book, this.groups);
    this.channels = new WwebjsChannels(asker);
    this.contacts = new WwebjsContacts(asker, book, pictures);
    this.profile = new WwebjsProfile(asker, pictures);
    this.presence = new WwebjsPresence(asker, book);
    this.calls = new WwebjsCalls(context, asker, book);
  }

  start(): Promise<void> {
    return this.session.start();
  }

  async stop(): Promise<void> {
    this.receipts.stop();
    await this.session.stop();
  }
}

/**
 * Makes the engine for sessions.
 * @param options what differs from {@link DEFAULT_OPTIONS}.
 */
export function wwebjsFactory(options: Partial<WwebjsOptions> = {}): EngineFactory {
  return (context) => new WwebjsEngine(context, { ...DEFAULT_OPTIONS, ...options });
}
