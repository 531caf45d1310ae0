import type { MessageFact, MessageFields } from '../../facts.js';
import { hidden } from '../base/hidden.js';
import { Model } from '../base/model.js';
import { MediaDataModel } from './media-data.js';
import { MsgKey } from '../ids/msg-key.js';
import { createWid, type Wid } from '../ids/wid.js';

const NOTIFICATIONS = ['gp2', 'e2e_notification', 'notification_template'];

/** Fields with addresses in them, which the page has as objects. */
const WID_LISTS = ['mentionedJidList', 'recipients'];
const WIDS = ['quotedParticipant', 'revokeSender'];

export class MessageModel extends Model {
  declare id: MsgKey;
  declare from: Wid;
  declare to: Wid;
  declare author?: Wid;
  declare t: number;
  declare ack: number;
  declare type: string;
  declare subtype?: string;
  declare body?: string;
  declare caption?: string;
  declare isNewMsg: boolean;
  declare star: boolean;
  declare hasReaction: boolean;
  declare ephemeralDuration?: number;
  declare ephemeralSettingSeconds?: number;
  declare quotedStanzaID?: string;
  declare quotedParticipant?: Wid;
  declare quotedMsg?: MessageFields;
  declare pollOptions?: { name: string; localId: number }[];
  declare latestEditSenderTimestampMs?: number;
  declare protocolMessageKey?: MsgKey;
  declare directPath?: string;
  declare isUnsentMedia?: boolean;
  /** WhatsApp did not take it, or the last edit of it. */
  declare isSendFailure?: boolean;
  declare mediaData: MediaDataModel | undefined;
  declare mediaObject: object | undefined;

  /** Given by the feature that knows of files. */
  static fetchAgain: (message: MessageModel) => Promise<void> = () => Promise.resolve();

  constructor(attributes: object) {
    super(attributes);
    const { directPath, type, isUnsentMedia } = this;
    const mediaStage = isUnsentMedia ? 'RESOLVED' : 'NEED_POKE';
    hidden(
      this,
      'mediaData',
      directPath === undefined ? undefined : new MediaDataModel({ type, mediaStage } as object),
    );
    hidden(this, 'mediaObject', directPath === undefined ? undefined : {});
  }

  static fromFact(
    { key, from, to, author, t, ack, star, notifyName, fields }: MessageFact,
    isNewMsg: boolean,
  ): MessageModel {
    const id = MsgKey.fromFact(key);
    return new MessageModel({
      mentionedJidList: [],
      groupMentions: [],
      ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, spelled(name, value)])),
      id,
      from: createWid(from),
      to: createWid(to),
      author: author === undefined ? undefined : createWid(author),
      t,
      ack,
      notifyName,
      self: key.fromMe ? 'out' : 'in',
      isNewMsg,
      star,
      hasReaction: false,
    });
  }

  get isNotification(): boolean {
    return NOTIFICATIONS.includes(this.type);
  }

  get isEphemeral(): boolean {
    return Boolean(this.ephemeralDuration);
  }

  get isStatusV3(): boolean {
    return this.id.remote.isStatus();
  }

  canReply(): boolean {
    return !this.isNotification;
  }

  /** What an answer carries of the message it answers. */
  msgContextInfo(): object {
    const { type, body, caption } = this;
    return {
      quotedMsg: { type, body, caption },
      quotedStanzaID: this.id.id,
      quotedParticipant: this.author ?? this.from,
      quotedRemoteJid: this.id.remote,
    };
  }

  /** Gets the file ready, for whoever looks at `mediaData`. With a reason the own phone may be asked for it. */
  async downloadMedia({ rmrReason }: { rmrReason?: number } = {}): Promise<void> {
    if (rmrReason !== undefined && this.mediaData?.mediaStage !== 'RESOLVED') await MessageModel.fetchAgain(this);
    else this.mediaData?.set('mediaStage', 'RESOLVED');
  }

  avParams(): object {
    return {};
  }

  /** What it says, for a copy of it that could not be read. */
  opened(): object {
    const { id: _id, isNewMsg: _isNewMsg, ...said } = this.attributes;
    return said;
  }

  updateAck(ack: number): void {
    if (ack > this.ack) this.set('ack', ack);
  }
}

function spelled(name: string, value: unknown): unknown {
  if (WIDS.includes(name)) return createWid(value as string);
  return WID_LISTS.includes(name) ? (value as string[]).map((wid) => createWid(wid)) : value;
}
