import { Model } from '../base/model.js';
import type { MsgKey } from '../ids/msg-key.js';
import type { Wid } from '../ids/wid.js';

/** A message that is pinned in its chat, or was: one model for each, whoever pins it and lets it go. */
export class PinModel extends Model {
  /** See {@link pinId}. */
  declare id: string;
  /** Of the message that pinned it, or let it go. */
  declare msgKey: MsgKey;
  declare parentMsgKey: MsgKey;
  declare chatId: Wid;
  declare sender: Wid;
  /** 1 pinned, 2 let go. */
  declare pinType: number;
  declare pinExpiryDuration?: number;
  /** Milliseconds. */
  declare senderTimestampMs: number;
}

/** @param parent the message that is pinned */
export const pinId = (parent: MsgKey): string => `!!${parent.toString()}`;
