import {
  DomainError,
  fact,
  InvalidInputError,
  jidKind,
  TimeoutError,
  UnsupportedError,
  type ContactsPort,
  type EngineContext,
  type Jid,
  type NumberCheck,
  type Picture,
} from '@columba/core';
import { contactPatch } from '../app-state/patches.js';
import type { SettingsDesk } from '../app-state/settings-desk.js';
import { toQueryError } from '../answers.js';
import type { Asker } from '../asker.js';
import { known } from '../people/parties.js';
import type { BaileysPictures } from '../pictures/baileys-pictures.js';
import { refusalCode } from '../refusal-code.js';
import type { BaileysSession } from '../session.js';

const MOST_CHECKED = 50;

/** Other people's accounts. */
export class BaileysContacts implements ContactsPort {
  private changes = 0;

  constructor(
    private readonly context: EngineContext,
    private readonly session: BaileysSession,
    private readonly asker: Asker,
    private readonly pictures: Pick<BaileysPictures, 'get'>,
    private readonly desk: SettingsDesk,
  ) {}

  async check(numbers: Jid[]): Promise<NumberCheck[]> {
    if (numbers.length > MOST_CHECKED)
      throw new InvalidInputError(`At most ${MOST_CHECKED} numbers can be checked at once`);
    const { book } = this.session.connected().device;
    // WhatsApp is asked by number; a hidden identity without one has been met, so it exists.
    const phones = numbers.filter((jid) => jidKind(jid) === 'phone');
    const there = await this.withAccount(phones);
    return Promise.all(
      numbers.map(async (asked) => {
        const found = jidKind(asked) === 'phone' ? there.get(asked) : asked;
        const person = found && (await known([found], book));
        return person ? { asked, exists: true, person } : { asked, exists: false };
      }),
    );
  }

  picture(of: Jid): Promise<Picture | undefined> {
    return this.pictures.get(of);
  }

  async about(of: Jid): Promise<{ text: string; changedAt?: Date } | undefined> {
    const list = await this.asker.question((socket) => socket.fetchStatus(of));
    const status: unknown = list?.find(({ id }) => id === of)?.status;
    if (!isStatus(status) || !status.status) return undefined;
    return { text: status.status, ...(status.setAt.getTime() > 0 ? { changedAt: status.setAt } : {}) };
  }

  async block(person: Jid, blocked: boolean): Promise<void> {
    const { device } = this.session.connected();
    await this.asker.change((socket) => socket.updateBlockStatus(person, blocked ? 'block' : 'unblock'), toBlockError);
    const { id } = (await known([person], device.book)) ?? { id: person };
    const occurredAt = this.context.clock.now();
    this.changes += 1;
    const dedupe = ['contact', id, 'blocked', `${occurredAt.getTime()}.${this.changes}`];
    this.context.emit(
      fact('contact.updated', { contact: { id, blocked }, changed: ['blocked'] }, dedupe, { occurredAt }),
    );
  }

  async listBlocked(): Promise<Jid[]> {
    const { device } = this.session.connected();
    const wire = await this.asker.question((socket) => socket.fetchBlocklist());
    const people = await Promise.all(wire.map((jid) => known([jid], device.book)));
    return people.flatMap((person) => person?.id ?? []);
  }

  /** @throws UnsupportedError for somebody whose number is not known: an address book is one of numbers. */
  async saveName(person: Jid, name: string): Promise<void> {
    const who = await known([person], this.session.connected().device.book);
    if (!who?.phone) throw new UnsupportedError('Only somebody whose number is known can be saved by name');
    await this.desk.set(contactPatch(who.id, name, who.lid));
  }

  /** The address of the account behind each number that has one; WhatsApp may know it by another spelling. */
  private async withAccount(numbers: Jid[]): Promise<Map<Jid, string>> {
    const found = await this.ask(numbers);
    const there = new Map(numbers.filter((jid) => found.includes(jid)).map((jid) => [jid, jid as string]));
    if (there.size === found.length || numbers.length === 1) {
      if (numbers[0] && there.size === 0 && found[0]) there.set(numbers[0], found[0]);
      return there;
    }
    for (const jid of numbers.filter((number) => !there.has(number))) {
      const [account] = await this.ask([jid]);
      if (account) there.set(jid, account);
    }
    return there;
  }

  private async ask(numbers: Jid[]): Promise<string[]> {
    if (numbers.length === 0) return [];
    const results = await this.asker.question((socket) => socket.onWhatsApp(...numbers));
    if (!results) throw new TimeoutError('WhatsApp did not answer in time');
    return results.filter(({ exists }) => exists).map(({ jid }) => jid);
  }
}

/** What the library makes of somebody's text. */
function isStatus(value: unknown): value is { status: string | null; setAt: Date } {
  return typeof value === 'object' && value !== null && 'setAt' in value && value.setAt instanceof Date;
}

/** The library cannot name somebody to WhatsApp of whom WhatsApp knows nothing. */
function toBlockError(error: unknown): DomainError {
  if (refusalCode(error) !== 400) return toQueryError(error);
  return new DomainError('not_on_whatsapp', 'There is no such account on WhatsApp', { cause: error });
}
