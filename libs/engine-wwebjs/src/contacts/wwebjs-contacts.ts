import { InvalidInputError, type ContactsPort, type Jid, type NumberCheck, type Picture } from '@columba/core';
import { FULL, type Able } from '../able.js';
import type { Asker } from '../asker.js';
import type { AddressBook } from '../mappers/address-book.js';
import { toPerson } from '../mappers/person.mapper.js';
import type { WwebjsPictures } from '../pictures/wwebjs-pictures.js';

export const CONTACTS_ABLE: Able = {
  'contacts.check': FULL,
  'contacts.picture': { level: 'partial', limits: { bytes: 5 * 1024 * 1024 } },
  'contacts.about': FULL,
  'contacts.block': FULL,
  'contacts.saveName': { level: 'partial', limits: { people: 'whose number is known' } },
};

const MOST_CHECKED = 50;

/** Other people's accounts. */
export class WwebjsContacts implements ContactsPort {
  constructor(
    private readonly asker: Asker,
    private readonly book: AddressBook,
    private readonly pictures: Pick<WwebjsPictures, 'get'>,
  ) {}

  /** The page asks for one at a time. */
  async check(numbers: Jid[]): Promise<NumberCheck[]> {
    if (numbers.length > MOST_CHECKED)
      throw new InvalidInputError(`At most ${MOST_CHECKED} numbers can be checked at once`);
    const checks: NumberCheck[] = [];
    for (const asked of numbers) {
      const found = await this.asker.question('people.exists', { addresses: this.book.spellings(asked) });
      if (found) this.book.learn(found);
      const person = found && toPerson(found);
      checks.push(person ? { asked, exists: true, person } : { asked, exists: false });
    }
    return checks;
  }

  picture(of: Jid): Promise<Picture | undefined> {
    return this.pictures.get(of);
  }

  async about(of: Jid): Promise<{ text: string; changedAt?: Date } | undefined> {
    const text = await this.asker.question('people.about', { of: this.book.spellings(of) });
    return text ? { text } : undefined;
  }

  async block(person: Jid, blocked: boolean): Promise<void> {
    await this.asker.change('people.block', { of: this.book.spellings(person), blocked });
  }

  async listBlocked(): Promise<Jid[]> {
    const blocked = await this.asker.question('people.blocked', null);
    return blocked.flatMap((page) => toPerson(page)?.id ?? []);
  }

  /** @throws DomainError `unsupported` for somebody whose number is not known: an address book is one of numbers. */
  async saveName(person: Jid, name: string): Promise<void> {
    await this.asker.change('people.saveName', { of: this.book.spellings(person), name });
  }
}
