/** Neutral identifiers. Doors spell them their own way (`@s.whatsapp.net`, `@c.us`, `@lid`). */

/** International phone number, digits only. It is the identity of an account in the world. */
export type PhoneNumber = string;

/** `<number>:<n>`; n = 0 is the account's phone, larger numbers are linked devices. */
export type DeviceId = string;

/** `direct:<number>+<number>` (sorted), so that both ends name the conversation alike, `group:<digits>`, or `status`. */
export type ChatId = string;

/** Whom a message is written to: a person's number, or the chat id of a group or of statuses. */
export type Target = string;

/** Which of its two names an account is addressed by. */
export type Addressing = 'pn' | 'lid';

export const PHONE = 0;

export const deviceId = (account: PhoneNumber, index: number): DeviceId => `${account}:${index}`;

export function accountOf(device: DeviceId): PhoneNumber {
  return device.slice(0, device.indexOf(':'));
}

export function indexOf(device: DeviceId): number {
  return Number(device.slice(device.indexOf(':') + 1));
}

export const directChat = (a: PhoneNumber, b: PhoneNumber): ChatId => `direct:${[a, b].toSorted().join('+')}`;

const GROUP = 'group:';

export const groupChat = (digits: string): ChatId => `${GROUP}${digits}`;

export const isGroupChat = (target: Target): boolean => target.startsWith(GROUP);

/** Where everybody posts statuses; each goes to an audience of its own. */
export const STATUS_CHAT: ChatId = 'status';

/** Not a chat of two: its messages name their author. */
export const isSharedChat = (target: Target): boolean => isGroupChat(target) || target === STATUS_CHAT;

/** The digits of a group's chat id. */
export const groupDigits = (chat: ChatId): string => chat.slice(GROUP.length);

/** The chat in which `sender` writes to `target`. */
export const chatOf = (sender: PhoneNumber, target: Target): ChatId =>
  isSharedChat(target) ? target : directChat(sender, target);

/** A message is one message by these three, however many copies of it arrive. */
export interface MessageKey {
  chat: ChatId;
  sender: PhoneNumber;
  id: string;
}

export const keyText = (key: MessageKey): string => `${key.chat}|${key.sender}|${key.id}`;
