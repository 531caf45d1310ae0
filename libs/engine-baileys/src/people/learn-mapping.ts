import type { BinaryNode } from '@whiskeysockets/baileys';
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
