import { createHash } from 'node:crypto';
import type { SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';
import { PLAINTEXTS } from '../auth/signal-keys.js';

export interface Ciphertext {
  bytes: Uint8Array;
  /** The author's Signal addresses, the one in use first. Bytes copied by another sender are other bytes. */
  authors: readonly string[];
  /** Serialises all that touches the same ratchet. */
  lock: string;
}

export interface Opened {
  plain: Uint8Array;
  /** Names the stored plaintext, so that it can be forgotten. */
  hash: string;
  /** It was opened before, and its event is stored: there is nothing left to read. */
  cleared: boolean;
}

/**
 * Keeps each plaintext in the same transaction as the ratchet step that gave it. Without that, a crash between the two
 * makes a redelivered message unreadable for ever.
 */
export class PlaintextJournal {
  constructor(private readonly keys: SignalKeyStoreWithTransaction) {}

  async open({ bytes, authors, lock }: Ciphertext, step: () => Promise<Uint8Array>): Promise<Opened> {
    const hashes = authors.map((author) => hashOf(bytes, author));
    return this.keys.transaction(async () => {
      const stored = await this.keys.get(PLAINTEXTS, hashes);
      for (const hash of hashes) {
        const plain = stored[hash];
        if (plain) return { plain, hash, cleared: plain.length === 0 };
      }
      const plain = await step();
      const hash = hashes[0] ?? hashOf(bytes, '');
      await this.keys.set({ [PLAINTEXTS]: { [hash]: plain } });
      return { plain, hash, cleared: false };
    }, lock);
  }
}

export const ciphertextId = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const hashOf = (bytes: Uint8Array, author: string): string =>
  createHash('sha256').update(author).update('\0').update(bytes).digest('hex');
