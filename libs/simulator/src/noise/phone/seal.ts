import type { proto } from 'baileys-codec/WAProto/index.js';
import { accountOf, type Addressing, type DeviceId, type PhoneNumber } from '../../world/ids.js';
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
