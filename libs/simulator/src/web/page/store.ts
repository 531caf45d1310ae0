import { Collection } from './base/collection.js';
import { Model } from './base/model.js';
import { createWid, type Wid, type WidLike } from './ids/wid.js';
import { AddonTable } from './addons.js';
import { CallCollection } from './models/calls.js';
import { ChatModel } from './models/chat.js';
import { ContactModel } from './models/contact.js';
import { GroupMetadataModel } from './models/group-metadata.js';
import { LabelModel } from './models/label.js';
import { MessageModel } from './models/message.js';
import { PictureModel } from './models/picture.js';
import { PinModel } from './models/pin.js';
import { PresenceModel } from './models/presence.js';

/** A model of which the page only needs the address. */
export class NamedModel extends Model {
  declare id: Wid;

  constructor({ id, ...rest }: { id: WidLike }) {
    super({ id: createWid(id), ...rest });
  }
}

/** All that the page shows. */
export class Store {
  readonly contacts = new Collection(ContactModel);
  readonly chats = new Collection(ChatModel);
  readonly messages = new Collection(MessageModel);
  readonly groupMetadata = new Collection(GroupMetadataModel);
  readonly presence = new Collection(PresenceModel);
  readonly blocklist = new Collection(NamedModel);
  readonly labels = new Collection(LabelModel);
  readonly statuses = new Collection(NamedModel);
  readonly pictures = new Collection(PictureModel);
  readonly businessProfiles = new Collection(NamedModel);
  readonly newsletters = new Collection(ChatModel);
  readonly calls = new CallCollection();
  /** What is pinned in its chat, or was. */
  readonly pins = new Collection(PinModel);
  /** Where statuses are; it is not in the list of chats. */
  readonly statusChat = new ChatModel({ id: 'status@broadcast' });
  readonly addons = new AddonTable(this.messages);

  /** Given by the feature that asks the door. */
  setMute: (chat: ChatModel, expiration: number) => Promise<unknown> = () => Promise.resolve();

  constructor(private readonly isMe: (wid: Wid) => boolean) {}

  /** The chat, made when it is new. */
  chat(id: WidLike): ChatModel {
    const wid = createWid(id);
    if (wid.isStatus()) return this.statusChat;
    // Channels are in a list of their own.
    if (wid.isNewsletter()) return this.newsletters.gadd(wid);
    const known = this.chats.get(wid);
    if (known) return known;
    const chat = new ChatModel({ id: wid });
    chat.surroundings = {
      titleOf: (id) => this.contacts.get(id)?.formattedName ?? `+${id.user}`,
      isMe: this.isMe,
      setMute: (muted, expiration) => this.setMute(muted, expiration),
    };
    return this.chats.add(chat);
  }
}
