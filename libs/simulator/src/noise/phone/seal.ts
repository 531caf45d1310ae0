import type { proto } from 'baileys-codec/WAProto/index.js';
import { accountOf, type Addressing, type DeviceId, type MessageKey, type PhoneNumber } from '../../world/ids.js';
import type { DoorContext } from '../context.js';
import type { Stanza } from '../stanza.js';
import { requireBundle } from './take-bundle.js';

/**
 * The sender's phone seals a message for one linked device. The sender's own device gets it wrapped, so that it
 * learns the destination.
 */
export function sealFor(
  context: DoorContext,
  sender: PhoneNumber,
  device: DeviceId,
  message: proto.IMessage,
  to: PhoneNumber,
  addressing: Addressing,
): Promise<Stanza> {
  const { phones, jids } = context;
  const own = accountOf(device) === sender;
  const wrapped = own ? { deviceSentMessage: { destinationJid: jids.of(to, addressing), message } } : message;
  return phones.of(sender).seal(jids.ofDevice(device, 'lid'), wrapped, () => requireBundle(context, device));
}

/**
 * The author's phone seals a group message for one linked device: the ciphertext that all get, and before it the
 * sender key for a device that lacks it.
 * @param again the device could not open it: it gets the message and the key sealed for itself alone
 */
export async function sealForGroup(
  context: DoorContext,
  { chat, sender, id }: MessageKey,
  device: DeviceId,
  message: proto.IMessage,
  again: boolean,
): Promise<Stanza[]> {
  const { phones, jids } = context;
  const phone = phones.of(sender);
  const group = jids.ofChat(chat, 'lid');
  const me = jids.of(sender, 'lid');
  const alone = (said: proto.IMessage) =>
    phone.seal(jids.ofDevice(device, 'lid'), said, () => requireBundle(context, device));
  if (again) return [await alone({ ...message, ...(await phone.senderKey(group, me)) })];
  const { enc, key } = await phone.sealShared(group, me, id, message);
  return phone.mustShare(group, device) ? [await alone(key), enc] : [enc];
}
