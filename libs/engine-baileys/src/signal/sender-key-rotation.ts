import type { BinaryNode, SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';
import type { KeyStore } from '@columba/core';
import { childrenOf } from '../journal/stanza.js';
import type { Me } from '../people/parties.js';

const TYPE = 'sender-key-stale';
const GONE = ['remove', 'leave'];

/**
 * Whoever leaves a group keeps its keys. The library goes on with the old one, so that all that is said later could be
 * read by somebody who is gone; here the next message is sealed with a new one.
 */
export class SenderKeyRotation {
  /** @param address the Signal address of a device, `user.device` */
  constructor(
    private readonly keys: KeyStore,
    private readonly transactions: SignalKeyStoreWithTransaction,
    private readonly address: (jid: string) => string,
  ) {}

  /** Somebody may be gone. @throws StorageError: then the news must not be acknowledged */
  heard(node: BinaryNode): void {
    const { type, from = '' } = node.attrs;
    if (type === 'w:gp2' && childrenOf(node).some(({ tag }) => GONE.includes(tag))) this.left(from);
  }

  left(group: string): void {
    this.keys.set([{ type: TYPE, id: group, value: Uint8Array.of(1) }]);
  }

  /** To be called before each message to a group. */
  async beforeSending(group: string, me: Me): Promise<void> {
    if (!this.keys.get(TYPE, [group]).has(group)) return;
    const own = [me.id, ...(me.lid ? [me.lid] : [])].map((jid) => this.nameOf(group, jid));
    await this.transactions.transaction(async () => {
      await this.transactions.set({
        'sender-key': Object.fromEntries(own.map((name) => [name, null])),
        'sender-key-memory': { [group]: null },
      });
    }, group);
    this.keys.set([{ type: TYPE, id: group, value: null }]);
  }

  private nameOf(group: string, jid: string): string {
    const address = this.address(jid);
    const dot = address.lastIndexOf('.');
    return `${group}::${address.slice(0, dot)}::${address.slice(dot + 1)}`;
  }
}
