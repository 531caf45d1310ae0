import { z } from 'zod';
import {
  PHONE,
  STATUS_CHAT,
  deviceId,
  groupChat,
  type Addressing,
  type ChatId,
  type DeviceId,
  type Target,
} from '../world/ids.js';
import { WorldError } from '../world/errors.js';
import type { World } from '../world/world.js';

/** A phone number in any spelling; digits only afterwards. */
export const number = z
  .string()
  .transform((text) => text.replaceAll(/[\s+()-]/g, ''))
  .pipe(z.string().regex(/^\d{5,15}$/, 'a phone number has 5 to 15 digits'));

/** The digits of a group, or its address; the chat id afterwards. */
export const group = z
  .string()
  .regex(/^\d{16,25}(@g\.us)?$/, 'a group has 16 to 25 digits')
  .transform((text): ChatId => groupChat(text.replace(/@.*$/, '')));

/** A chat of several people: a group, or the one of all statuses. */
export const sharedChat = z.union([z.literal(STATUS_CHAT), group]);

/** Whom to write to: a group, a person's number, or `status`: everybody with whom one has a chat. */
export const target = z.union([z.literal(STATUS_CHAT), group, number]).transform((chat): Target => chat);

/** `<number>:<n>`, or just the number for the account's newest linked device. */
export const device = z.string().regex(/^\d{5,15}(:\d+)?$/, 'a device is "<number>:<n>" or a number');

export const addressing = z.enum(['pn', 'lid']);

export const receiptType = z.enum(['delivered', 'read', 'played']);

export const milliseconds = z.number().int().min(0);

/** Code of a stream error, failure or ack; numbers are taken too. */
export const code = z.union([z.string(), z.number().int()]).transform(String);

export const nothing = z.strictObject({}).default({});

/** @throws WorldError not_found when the account has no such device */
export function resolveDevice({ directory }: World, given: string): DeviceId {
  const linked = given.includes(':')
    ? [given]
    : directory
        .devicesOf(given)
        .filter(({ kind }) => kind !== 'phone')
        .map(({ id }) => id);
  const found = linked.at(-1);
  if (found === undefined || !directory.device(found)) throw new WorldError('not_found', `no device ${given}`);
  return found;
}

export const phoneOf = (account: string): DeviceId => deviceId(account, PHONE);

/** The name by which people go in a chat, where nothing else is asked for. */
export const addressingIn = ({ groups }: World, to: Target): Addressing =>
  to === STATUS_CHAT ? 'lid' : (groups.find(to)?.addressing ?? 'pn');
