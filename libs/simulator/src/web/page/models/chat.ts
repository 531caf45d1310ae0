import { Collection } from '../base/collection.js';
import { hidden } from '../base/hidden.js';
import { Model } from '../base/model.js';
import type { MsgKey } from '../ids/msg-key.js';
import { createWid, type Wid, type WidLike } from '../ids/wid.js';
import type { ChannelMetadataModel } from './channel-metadata.js';
import { MessageModel } from './message.js';
import type { GroupMetadataModel } from './group-metadata.js';
import { MuteModel } from './mute.js';

/** What a chat cannot know by itself. */
export interface Surroundings {
  titleOf(wid: Wid): string;
  isMe(wid: Wid): boolean;
  setMute(chat: ChatModel, expiration: number): Promise<unknown>;
}

export class ChatModel extends Model {
  declare id: Wid;
  declare t: number;
  declare name?: string;
  declare unreadCount: number;
  declare archive: boolean;
  declare pin: number;
  declare muteExpiration: number;
  declare ephemeralDuration: number;
  declare labels: string[];
  declare isReadOnly: boolean;
  declare groupMetadata?: GroupMetadataModel;
  declare newsletterMetadata?: ChannelMetadataModel;
  declare lastReceivedKey?: MsgKey;
  declare mute: MuteModel;
  declare msgs: Collection<MessageModel>;
  declare surroundings: Surroundings;

  constructor({ id, ...rest }: { id: WidLike }) {
    super({
      id: createWid(id),
      t: 0,
      unreadCount: 0,
      archive: false,
      pin: 0,
      isLocked: false,
      isReadOnly: false,
      labels: [],
      muteExpiration: 0,
      ephemeralDuration: 0,
      // 0 would say that the phone has more history to send.
      endOfHistoryTransferType: 1,
      ...rest,
    });
    hidden(this, 'mute', new MuteModel(this.muteExpiration, (expiration) => this.#mute(expiration)));
    hidden(this, 'msgs', new Collection(MessageModel));
    hidden(this, 'surroundings', {
      titleOf: (wid) => `+${wid.user}`,
      isMe: () => false,
      setMute: () => Promise.resolve(),
    });
  }

  async #mute(expiration: number): Promise<void> {
    await this.surroundings.setMute(this, expiration);
    this.set('muteExpiration', expiration);
  }

  get formattedTitle(): string {
    return this.groupMetadata?.subject ?? this.surroundings.titleOf(this.id);
  }

  get isGroup(): boolean {
    return this.id.isGroup();
  }

  /** What a message that is sent here says of when it disappears. */
  get ephemeralFields(): { ephemeralDuration?: number } {
    const seconds = this.groupMetadata?.ephemeralDuration ?? this.ephemeralDuration;
    return seconds > 0 ? { ephemeralDuration: seconds } : {};
  }

  iAmAdmin(): boolean {
    return this.groupMetadata?.participants.filter(({ id }) => this.surroundings.isMe(id)).at(0)?.isAdmin ?? false;
  }

  /** `msgs` shows the library whether there is a last message to look for. */
  override serialize(): Record<string, unknown> {
    return {
      ...super.serialize(),
      formattedTitle: this.formattedTitle,
      msgs: this.msgs.length > 0 ? [this.lastReceivedKey?.id] : [],
    };
  }
}
