import type { ChannelPost } from './channel-model.js';
import type { CallNotice } from './call-model.js';
import type { MessageContent, MessageNotes } from './content.js';
import type { GroupNotice } from './group-model.js';
import type { PictureNotice } from './picture-model.js';
import type { Addressing, ChatId, DeviceId, MessageKey, PhoneNumber, Target } from './ids.js';

export type DeviceKind = 'phone' | 'noise' | 'web';

export interface Device {
  id: DeviceId;
  account: PhoneNumber;
  index: number;
  kind: DeviceKind;
  online: boolean;
}

/** How a scripted person answers messages with receipts. */
export interface ReceiptPolicy {
  /** World milliseconds until the phone says "delivered"; null: it never says so by itself. */
  delayMs: number | null;
  /** Whether the person also reads by itself, right after. */
  read: boolean;
}

export interface Account {
  number: PhoneNumber;
  /** The account's second name: digits without a server. */
  lid: string;
  name: string;
  /** The text below the name. */
  about?: { text: string; at: number };
  standing: 'good' | 'banned';
  privacy: Record<string, string>;
  blocked: PhoneNumber[];
  /** Others learn only the LID, until it is revealed. */
  phoneHidden?: boolean;
  /** The account may write only where it has written or read before (463). */
  newChatsRefused?: boolean;
  receipts?: ReceiptPolicy;
  autoReply?: { text: string };
  /** Index the next linked device gets; never used twice. */
  nextDevice: number;
  /** How many messages this account's phone wrote; keys the ids of the next ones. */
  written: number;
}

export interface Message {
  key: MessageKey;
  /** The device that sent it. */
  from: DeviceId;
  to: Target;
  addressing: Addressing;
  /** World milliseconds. */
  at: number;
  /** Absent while only sealed copies exist. */
  content?: MessageContent;
  notes?: MessageNotes;
}

export type ReceiptType = 'delivered' | 'read' | 'played' | 'sender' | 'read-self';

export interface Receipt {
  by: DeviceId;
  type: ReceiptType;
  /** The other end of the conversation, whom the receipt is about; in a group, who wrote the messages. */
  to: PhoneNumber;
  /** The group, when it is about messages of one. */
  chat?: ChatId;
  ids: string[];
  addressing: Addressing;
  at: number;
}

/**
 * What a device must be told. `envelope` is a door's own prepared form; the world only keeps it. `again`: the device
 * could not open its first copy.
 */
export type Errand =
  | { kind: 'message'; key: MessageKey; envelope?: unknown; again?: boolean }
  | { kind: 'receipt'; receipt: Receipt }
  | { kind: 'devices'; account: PhoneNumber; change: 'add' | 'remove'; device: DeviceId }
  | { kind: 'group'; notice: GroupNotice }
  | { kind: 'call'; notice: CallNotice }
  | { kind: 'picture'; notice: PictureNotice }
  | { kind: 'post'; post: ChannelPost }
  | { kind: 'door'; label: string; envelope: unknown };

export interface QueueItem {
  seq: number;
  /** Whether it was handed to the device's present connection. */
  sent: boolean;
  errand: Errand;
}
