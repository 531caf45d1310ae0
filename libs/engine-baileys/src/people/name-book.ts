import type { Jid, KeyStore } from '@columba/core';

const TYPE = 'push-name';

/** The names that people have last shown with their messages, to notice another one. */
export class NameBook {
  constructor(private readonly keys: KeyStore) {}

  /**
   * Remembers the name.
   * @returns whether this person has shown another one before.
   */
  shows(person: Jid, name: string): boolean {
    const before = this.keys.get(TYPE, [person]).get(person);
    const value = Buffer.from(name);
    if (before && value.equals(before)) return false;
    this.keys.set([{ type: TYPE, id: person, value: new Uint8Array(value) }]);
    return before !== undefined;
  }
}
