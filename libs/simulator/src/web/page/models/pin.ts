import { Model } from '../base/model.js';
import type { MsgKey } from '../ids/msg-key.js';
import type { Wid } from '../ids/wid.js';

/** A message that is pinned in its chat, or was. Its id is the key of the message that pinned it. */
export class PinModel extends Model {
  declare id: MsgKey;
  declare parentMsgKey: MsgKey;
  declare chatId: Wid;
  declare author: Wid;
  /** 1 pinned, 2 let go. */
  declare pinType: number;
  declare pinExpiryDuration?: number;
  /** Milliseconds. */
  declare senderTimestampMs: number;
}
