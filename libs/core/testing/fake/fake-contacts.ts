import {
  InvalidInputError,
  isGroup,
  type ContactsPort,
  type Jid,
  type NumberCheck,
  type Picture,
} from '../../src/index.js';
import { tellContact } from './fake-contact-news.js';
import type { FakeActor } from './fake-gate.js';
import type { FakeWorldState } from './fake-world-state.js';

export class FakeContacts implements ContactsPort {
  constructor(
    private readonly actor: FakeActor,
    private readonly world: FakeWorldState,
  ) {}

  async check(numbers: Jid[]): Promise<NumberCheck[]> {
    const me = this.actor.act('contacts.check', 'contacts.check', [numbers]);
    if (numbers.length > 50) throw new InvalidInputError('At most 50 numbers can be checked at once');
    return numbers.map((asked) => {
      const account = this.world.account(asked);
      return account ? { asked, exists: true, person: account.seenBy(me) } : { asked, exists: false };
    });
  }

  async picture(of: Jid): Promise<Picture | undefined> {
    this.actor.act('contacts.picture', 'contacts.picture', [of]);
    const person = isGroup(of) ? undefined : this.world.knownAccount(of);
    const owner = person?.pictureHidden ? undefined : (person ?? this.world.groups.get(of));
    return owner?.picture && { bytes: owner.picture.slice(), mimeType: 'image/jpeg' };
  }

  async about(of: Jid): Promise<{ text: string; changedAt?: Date } | undefined> {
    this.actor.act('contacts.about', 'contacts.about', [of]);
    const { about } = this.world.knownAccount(of);
    return about && { ...about };
  }

  async block(person: Jid, blocked: boolean): Promise<void> {
    const me = this.actor.act('contacts.block', 'contacts.block', [person, blocked]);
    const other = this.world.knownAccount(person);
    if (blocked) me.blocked.add(other);
    else me.blocked.delete(other);
    tellContact(this.world, me, other, { blocked });
  }

  async listBlocked(): Promise<Jid[]> {
    const me = this.actor.act('contacts.listBlocked', 'contacts.block', []);
    return [...me.blocked].map((other) => other.seenBy(me).id);
  }

  async saveName(person: Jid, name: string): Promise<void> {
    const me = this.actor.act('contacts.saveName', 'contacts.saveName', [person, name]);
    const other = this.world.knownAccount(person);
    me.savedNames.set(other, name);
    tellContact(this.world, me, other, { savedName: name });
  }
}
