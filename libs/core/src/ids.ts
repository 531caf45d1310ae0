import { InvalidInputError } from './errors.js';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/**
 * A WhatsApp address in wire form, without a device suffix:
 * `…@s.whatsapp.net` (phone), `…@lid` (hidden identity), `…@g.us` (group), `…@newsletter` (channel),
 * `…@broadcast` (list) or `status@broadcast`. Never `@c.us`, which is how whatsapp-web.js spells a phone.
 */
export type Jid = Branded<'Jid'>;
/** The name of a session, chosen by the user; it is the id everywhere. */
export type SessionName = Branded<'SessionName'>;
/** WhatsApp's stanza id of a message, equal on both engines. Unique together with its chat and sender. */
export type MessageId = Branded<'MessageId'>;

export type JidKind = 'phone' | 'lid' | 'group' | 'channel' | 'broadcast' | 'status';

const SERVERS = {
  's.whatsapp.net': 'phone',
  lid: 'lid',
  'g.us': 'group',
  newsletter: 'channel',
  broadcast: 'broadcast',
} as const satisfies Record<string, JidKind>;

export const STATUS_JID = 'status@broadcast' as Jid;

const SESSION_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const MESSAGE_ID = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * Reads an address in any usual spelling: a phone number as people write it (`+49 151 …`, `0049…`, digits), `@c.us`,
 * `@s.whatsapp.net` with or without a device (`:12`) or agent (`_1`) suffix, `@lid`, `@g.us`, `@newsletter`, `@broadcast`.
 * @throws InvalidInputError when the text is none of these; nothing is guessed.
 */
export function parseJid(text: string): Jid {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  if (at < 0) return phoneJid(trimmed);
  const server = trimmed.slice(at + 1).toLowerCase();
  const user = trimmed.slice(0, at);
  if (server === 'c.us' || server === 's.whatsapp.net') return phoneJid(withoutDevice(user));
  if (server === 'lid') return lidJid(withoutDevice(user));
  if (server === 'g.us' && /^\d{5,30}(-\d{5,20})?$/.test(user)) return `${user}@g.us` as Jid;
  if (server === 'newsletter' && /^\d{5,30}$/.test(user)) return `${user}@newsletter` as Jid;
  if (server === 'broadcast' && /^(status|\d{5,30})$/.test(user)) return `${user}@broadcast` as Jid;
  throw new InvalidInputError(`'${shown(text)}' is not a WhatsApp address`);
}

/** Like {@link parseJid}, or `undefined` where that throws. */
export function tryParseJid(text: string): Jid | undefined {
  try {
    return parseJid(text);
  } catch {
    return undefined;
  }
}

/** A phone number, 7 to 15 digits with its country code, to its address. */
export function phoneJid(number: string): Jid {
  if (!/^\+?[\d\s().-]+$/.test(number)) throw new InvalidInputError(`'${shown(number)}' is not a phone number`);
  const digits = number.replace(/\D/g, '').replace(/^00/, '');
  if (digits.startsWith('0'))
    throw new InvalidInputError(`'${shown(number)}' lacks its country code: write it as +49 151 … or 49151…`);
  if (digits.length < 7 || digits.length > 15)
    throw new InvalidInputError(`'${shown(number)}' is not a phone number: 7 to 15 digits are expected`);
  return `${digits}@s.whatsapp.net` as Jid;
}

/** The digits of a hidden identity to its address. */
export function lidJid(user: string): Jid {
  if (!/^\d{5,20}$/.test(user)) throw new InvalidInputError(`'${shown(user)}' is not a hidden identity (LID)`);
  return `${user}@lid` as Jid;
}

export function jidKind(jid: Jid): JidKind {
  if (jid === STATUS_JID) return 'status';
  const kind = SERVERS[jid.slice(jid.lastIndexOf('@') + 1) as keyof typeof SERVERS];
  if (!kind) throw new InvalidInputError(`'${shown(jid)}' is not a WhatsApp address`);
  return kind;
}

/** What stands before the `@`. */
export function jidUser(jid: Jid): string {
  return jid.slice(0, jid.lastIndexOf('@'));
}

/** The number of a phone address in E.164 form (`+49…`), `undefined` for any other address. */
export function phoneOf(jid: Jid): string | undefined {
  return jidKind(jid) === 'phone' ? `+${jidUser(jid)}` : undefined;
}

export const isPerson = (jid: Jid): boolean => ['phone', 'lid'].includes(jidKind(jid));
export const isGroup = (jid: Jid): boolean => jidKind(jid) === 'group';
export const isChannel = (jid: Jid): boolean => jidKind(jid) === 'channel';

/** @throws InvalidInputError unless the name is 1–64 of `a-z 0-9 _ -`, beginning with a letter or digit. */
export function parseSessionName(text: string): SessionName {
  if (!SESSION_NAME.test(text))
    throw new InvalidInputError(`'${shown(text)}' is not a session name: use a-z, 0-9, _ and -, at most 64 characters`);
  return text as SessionName;
}

/** @throws InvalidInputError unless the id is 1–128 of letters, digits, `.`, `_` and `-`. */
export function parseMessageId(text: string): MessageId {
  if (!MESSAGE_ID.test(text)) throw new InvalidInputError(`'${shown(text)}' is not a message id`);
  return text as MessageId;
}

/** `491511:12` and `491511_1:12` are the same person's devices. */
const withoutDevice = (user: string): string => user.replace(/[:_].*$/, '');
const shown = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
