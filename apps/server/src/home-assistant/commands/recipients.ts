import { InvalidInputError, NotAllowedError, NotFoundError, type Jid, tryParseJid } from '@columba/core';
import type { Storage } from '@columba/storage';

const PAGE = 200;
const ADDRESS = /@|^[+\d\s().-]+$/;

/** Who is meant by what an automation writes, and whether Home Assistant may write to them. */
export class Recipients {
  constructor(
    private readonly storage: Pick<Storage, 'people' | 'groups' | 'contacts'>,
    /** Numbers and ids; empty: everybody. */
    private readonly allowed: readonly string[],
  ) {}

  /** @throws InvalidInputError, NotFoundError, NotAllowedError */
  find(session: string, to: string): Jid {
    const chat = ADDRESS.test(to) ? this.address(session, to) : this.named(session, to);
    if (!this.mayGet(session, chat))
      throw new NotAllowedError('This recipient is not in the list of those that Home Assistant may write to');
    return chat;
  }

  private address(session: string, to: string): Jid {
    const jid = tryParseJid(to);
    if (!jid) throw new InvalidInputError('`to` is neither a number with its country code nor an id');
    return this.storage.people.resolve(session, jid);
  }

  /** Only a whole name counts, and only when it is nobody else's. */
  private named(session: string, name: string): Jid {
    const found = new Set([...this.groups(session, name), ...this.contacts(session, name)]);
    const [only, ...others] = found;
    if (only === undefined) throw new NotFoundError('No contact and no group has this name');
    if (others.length > 0)
      throw new InvalidInputError(`${found.size} contacts or groups have this name: use a number or an id`);
    return only;
  }

  private groups(session: string, name: string): Jid[] {
    const found: Jid[] = [];
    let cursor: string | undefined;
    do {
      const page = this.storage.groups.list(session, { limit: PAGE, ...(cursor !== undefined && { cursor }) });
      found.push(...page.data.filter(({ subject }) => isSame(subject, name)).map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined);
    return found;
  }

  private contacts(session: string, name: string): Jid[] {
    const { data } = this.storage.contacts.list(session, { limit: PAGE }, { search: name });
    const saved = data.filter(({ savedName }) => isSame(savedName, name));
    // What somebody calls themselves counts only where the address book says nothing.
    const told = data.filter(({ name: own, pushName, verifiedName }) =>
      [own, pushName, verifiedName].some((each) => isSame(each, name)),
    );
    return (saved.length > 0 ? saved : told).map(({ id }) => id);
  }

  private mayGet(session: string, chat: Jid): boolean {
    if (this.allowed.length === 0) return true;
    return this.allowed.some((text) => {
      const jid = tryParseJid(text);
      return jid !== undefined && (jid === chat || this.storage.people.resolve(session, jid) === chat);
    });
  }
}

const folded = (text: string): string => text.normalize('NFKC').trim().toLocaleLowerCase('en');
const isSame = (one: string | undefined, other: string): boolean => one !== undefined && folded(one) === folded(other);
