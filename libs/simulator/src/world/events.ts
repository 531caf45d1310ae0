import type { Call, CallEnd } from './call-model.js';
import type { MessageContent } from './content.js';
import type { GroupChange } from './group-model.js';
import type { Addressing, ChatId, DeviceId, MessageKey, PhoneNumber, Target } from './ids.js';
import type { PictureNotice } from './picture-model.js';
import type { Receipt } from './model.js';
import type { OwnChange } from './own-changes.js';

/** Every fact of the world, by name. Doors, the oracle and waiting tests follow these. */
export interface WorldEvents {
  'account.added': { account: PhoneNumber };
  'account.updated': { account: PhoneNumber };
  'link.requested': { account?: PhoneNumber; method: 'qr' | 'code' };
  /** A code was typed that is not the one the client shows. */
  'link.failed': { account: PhoneNumber };
  'device.linked': { device: DeviceId };
  'device.unlinked': { device: DeviceId };
  'device.online': { device: DeviceId };
  'device.offline': { device: DeviceId };
  /** A client's message frame, also a repeated one; `error` is the code it was refused with. */
  'message.submitted': { device: DeviceId; key: MessageKey; frame: number; error?: string };
  /** The first and only time a message enters the world. */
  'message.posted': { key: MessageKey; from: DeviceId; addressing: Addressing };
  /** A phone opened a message that had travelled sealed. */
  'message.opened': { key: MessageKey; content: MessageContent };
  /** The account's phone got a copy; copy 1 is what its screen shows. */
  'message.shown': { account: PhoneNumber; key: MessageKey; copy: number };
  /** A further copy said something else than the first. */
  'message.differed': { account: PhoneNumber; key: MessageKey };
  'delivery.queued': { device: DeviceId; seq: number; key: MessageKey };
  'delivery.sent': { device: DeviceId; seq: number; key: MessageKey; offline: boolean };
  'delivery.delivered': { device: DeviceId; key: MessageKey };
  /** The device answered that it could not use the copy. */
  'delivery.refused': { device: DeviceId; key: MessageKey; reason: string };
  'delivery.read': { device: DeviceId; key: MessageKey };
  /** Something a device has to be told, of any kind, was put in its queue. */
  'queue.added': { device: DeviceId; seq: number };
  /** A queue item was confirmed or refused, and is gone. */
  'queue.settled': { device: DeviceId; seq: number };
  'receipt.posted': { receipt: Receipt };
  presence: { account: PhoneNumber; state: 'available' | 'unavailable' };
  /** Somebody set something for their own devices; `by` is where. */
  'own.changed': { by: DeviceId; change: OwnChange };
  /** `by`: the linked device where it was done; absent: on the phone. */
  'contact.blocked': { account: PhoneNumber; person: PhoneNumber; blocked: boolean; by?: DeviceId };
  'group.changed': { chat: ChatId; by: PhoneNumber; change: GroupChange };
  /** By digits; `by` did something with it, or made it. */
  'channel.changed': { channel: string; by: PhoneNumber };
  /** `id`: of the post. */
  'channel.posted': { channel: string; id: string };
  'picture.changed': PictureNotice;
  'call.offered': { call: Call };
  /** `by`: who answered it, where somebody did. A group's call may end for one person only. */
  'call.ended': { call: Call; end: CallEnd; by?: PhoneNumber };
  typing: { from: PhoneNumber; to: Target; state: 'composing' | 'recording' | 'paused' };
  /** The media host got a whole file. */
  'media.uploaded': { path: string; size: number };
  /** The media host gave out a file, or the part of it from `start` on. */
  'media.downloaded': { path: string; start: number; size: number };
  /** A device asked the account's phone to upload a file again. */
  'media.asked': { device: DeviceId; key: MessageKey };
  'media.fault': { direction: 'upload' | 'download'; path: string; action: string };
  /** A phone could not open a copy, and asks for another one. */
  'phone.undecryptable': { account: PhoneNumber; from: DeviceId; key?: MessageKey };
  /** Whoever is in the group no longer could open what was said after: the key was not a new one. */
  'group.leaked': { key: MessageKey; to: PhoneNumber };
  'fault.hit': { rule: string; device: DeviceId; tag: string; action: string };
  'iq.unknown': { device: DeviceId; request: string };
  'login.refused': { device: DeviceId; code: string };
}

export type EventName = keyof WorldEvents;

export type WorldEvent = { [N in EventName]: { n: number; at: number; name: N; data: WorldEvents[N] } }[EventName];

export type EventOf<N extends EventName> = Extract<WorldEvent, { name: N }>;

const NAMES: Record<EventName, true> = {
  presence: true,
  typing: true,
  'account.added': true,
  'account.updated': true,
  'link.requested': true,
  'link.failed': true,
  'device.linked': true,
  'device.unlinked': true,
  'device.online': true,
  'device.offline': true,
  'message.submitted': true,
  'message.posted': true,
  'message.opened': true,
  'message.shown': true,
  'message.differed': true,
  'delivery.queued': true,
  'delivery.sent': true,
  'delivery.delivered': true,
  'delivery.refused': true,
  'delivery.read': true,
  'queue.added': true,
  'queue.settled': true,
  'receipt.posted': true,
  'own.changed': true,
  'contact.blocked': true,
  'group.changed': true,
  'group.leaked': true,
  'channel.changed': true,
  'channel.posted': true,
  'picture.changed': true,
  'call.offered': true,
  'call.ended': true,
  'media.uploaded': true,
  'media.downloaded': true,
  'media.asked': true,
  'media.fault': true,
  'phone.undecryptable': true,
  'fault.hit': true,
  'iq.unknown': true,
  'login.refused': true,
};

/** Whether there are events of this name. */
export const isEventName = (name: unknown): name is EventName => typeof name === 'string' && Object.hasOwn(NAMES, name);
