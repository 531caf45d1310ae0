import type { Jid, KeyStore } from '@columba/core';

type Kind = 'push-name' | 'verified-name';

/** The names that people have last shown with their messages, to notice another one. */
export class NameBook {
  constructor(private readonly keys: KeyStore) {}

  /**
   * Remembers the name.
   * @returns whether this person has shown another one before.
   */
  shows(person: Jid, name: string): boolean {
    const before = this.remember('push-name', person, name);
    return before !== undefined && before !== name;
  }

  /**
   * Remembers the name that WhatsApp has verified of a business.
   * @returns whether it is news.
   */
  isVerified(person: Jid, name: string): boolean {
    return this.remember('verified-name', person, name) !== name;
  }

  private remember(kind: Kind, person: Jid, name: string): string | undefined {
    const stored = this.keys.get(kind, [person]).get(person);
    const before = stored && Buffer.from(stored).toString();
    if (before !== name) this.keys.set([{ type: kind, id: person, value: new Uint8Array(Buffer.from(name)) }]);
    return before;
  }
}
