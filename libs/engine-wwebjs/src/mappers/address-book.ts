import { isPerson, type Jid, type Person } from '@columba/core';
import type { PagePerson } from '../page/page-scope.js';
import { fromJid, toPerson } from './person.mapper.js';

const MOST = 20_000;

/** Which phone and which LID are one person, as far as pages of this session have told. The page itself is asked first. */
export class AddressBook {
  private readonly others = new Map<Jid, Jid>();
  private own: Person | undefined;

  learn(person: PagePerson): void {
    const { phone, lid } = person;
    if (!phone || !lid) return;
    const [one, other] = [toPerson({ wid: phone }), toPerson({ wid: lid })];
    if (!one || !other || this.others.get(one.id) === other.id) return;
    if (this.others.size > MOST) this.others.clear();
    this.others.set(one.id, other.id);
    this.others.set(other.id, one.id);
  }

  learnMe(me: Person): void {
    this.own = me;
  }

  /** In the page's spelling: as given first. */
  spellings(jid: Jid): string[] {
    const other = isPerson(jid) ? this.others.get(jid) : undefined;
    return [jid, ...(other ? [other] : [])].map(fromJid);
  }

  ownSpellings(): string[] {
    const { own } = this;
    return own ? [own.id, ...(own.lid ? [own.lid] : [])].map(fromJid) : [];
  }
}
