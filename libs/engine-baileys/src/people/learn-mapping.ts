import { isLidUser, isPnUser, type BinaryNode, type GroupMetadata } from '@whiskeysockets/baileys';
import type { SignalRepository } from '../signal/repository.js';
import { wireParties, type Me } from './parties.js';

/**
 * What the library does with a message before it opens it: remembers which phone and which hidden identity belong
 * together, and moves the Signal session to the latter. Needed when a message is opened without the library.
 */
export async function learnMapping(node: BinaryNode, me: Me, repository: SignalRepository): Promise<void> {
  const { sender, fromMe } = wireParties(node, me);
  const pn = sender.find((jid) => jid?.endsWith('@s.whatsapp.net'));
  const lid = sender.find((jid) => jid?.endsWith('@lid'));
  if (fromMe || !pn || !lid) return;
  await repository.lidMapping.storeLIDPNMappings([{ lid, pn }]);
  await repository.migrateSession(pn, lid);
}

/** A group lists its members by both addresses; what members do later is often told by one of them only. */
export async function learnMembers({ participants }: GroupMetadata, repository: SignalRepository): Promise<void> {
  const pairs = participants.flatMap(({ id, phoneNumber, lid }) => {
    const addresses = [id, phoneNumber, lid];
    const hidden = addresses.find((address) => isLidUser(address));
    const phone = addresses.find((address) => isPnUser(address));
    return hidden && phone ? [{ lid: hidden, pn: phone }] : [];
  });
  if (pairs.length > 0) await repository.lidMapping.storeLIDPNMappings(pairs);
}
