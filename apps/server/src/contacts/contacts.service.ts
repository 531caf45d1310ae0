import {
  InvalidInputError,
  NotFoundError,
  parseJid,
  phoneJid,
  type Contact,
  type Jid,
  type NumberCheck,
  type Person,
  type Picture,
  type SessionName,
} from '@columba/core';
import type { ContactFilter, Page, PageRequest, Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import { STORAGE } from '../common/tokens.js';
import { LogWatch } from '../events/log-watch.js';
import { SessionAccess } from '../sessions/session-access.js';

/** People: read from what is known, asked for at WhatsApp where that is the point. */
@Injectable()
export class ContactsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly access: SessionAccess,
    private readonly watch: LogWatch,
  ) {}

  /** @throws NotFoundError, InvalidInputError for a cursor that is none */
  list(session: string, page: PageRequest, filter: ContactFilter): Page<Contact> {
    return this.storage.contacts.list(this.access.name(session), page, filter);
  }

  /** @throws NotFoundError for who was never seen */
  get(session: string, contactId: string): Contact {
    const { name, person } = this.named(session, contactId);
    const known = this.storage.contacts.get(name, person);
    if (!known) throw new NotFoundError('Nobody was seen under this address');
    return known;
  }

  /** In the order of the numbers. What is found is known from then on. @throws NotConnectedError, InvalidInputError */
  async check(session: string, phones: readonly string[]): Promise<NumberCheck[]> {
    const name = this.access.name(session);
    const asked = phones.map((phone, index) => numberOf(phone, index));
    const checks = await this.access.engine(name).contacts.check([...new Set(asked)]);
    for (const { person } of checks) if (person) this.storage.observations.contact(name, person);
    const answers = new Map(checks.map((check) => [check.asked, check]));
    return asked.map((jid) => answers.get(jid) ?? { asked: jid, exists: false });
  }

  /** @throws NotFoundError when there is none, or it is not shown to us; NotConnectedError */
  async picture(session: string, contactId: string): Promise<Picture> {
    const name = this.access.name(session);
    const picture = await this.access.engine(name).contacts.picture(this.access.chat(name, contactId));
    if (!picture) throw new NotFoundError('There is no picture, or it is not shown to this account');
    return picture;
  }

  /** @throws DomainError `not_on_whatsapp`; NotConnectedError */
  async about(session: string, contactId: string): Promise<{ text: string; changedAt?: Date } | undefined> {
    const { name, person } = this.named(session, contactId);
    const about = await this.access.engine(name).contacts.about(person);
    if (about) this.storage.observations.contact(name, { id: person, about: about.text });
    return about;
  }

  /** @throws DomainError `not_on_whatsapp`; NotConnectedError */
  async block(session: string, contactId: string, blocked: boolean): Promise<Contact | undefined> {
    const { name, person } = this.named(session, contactId);
    await this.access.engine(name).contacts.block(person, blocked);
    const known = () => this.storage.contacts.get(name, person);
    await this.watch.told(() => known()?.blocked === blocked);
    return known();
  }

  /** As WhatsApp has it. @throws NotConnectedError */
  async blocked(session: string): Promise<Person[]> {
    const name = this.access.name(session);
    const blocked = await this.access.engine(name).contacts.listBlocked();
    for (const id of blocked) this.storage.observations.contact(name, { id, blocked: true });
    const people = blocked.map((jid) => this.storage.people.person(name, jid));
    for (const { id } of this.storage.contacts.blocked(name))
      if (!people.some((person) => person.id === id)) this.storage.observations.contact(name, { id, blocked: false });
    return people;
  }

  /** @throws DomainError `not_on_whatsapp`; NotConnectedError */
  async saveName(session: string, contactId: string, savedName: string): Promise<Contact> {
    const { name, person } = this.named(session, contactId);
    await this.access.engine(name).contacts.saveName(person, savedName);
    await this.watch.told(() => this.storage.contacts.get(name, person)?.savedName === savedName);
    return this.get(session, contactId);
  }

  /** Groups that both are in. @throws InvalidInputError for a cursor that is none */
  commonGroups(session: string, contactId: string, page: PageRequest) {
    const { name, person } = this.named(session, contactId);
    return this.storage.groups.common(name, person, page);
  }

  /** @throws NotFoundError for who was never seen */
  identity(session: string, id: string): { person: Person; aliases: readonly Jid[] } {
    const name = this.access.name(session);
    const jid = parseJid(id);
    if (!this.storage.people.find(name, jid)) throw new NotFoundError('Nobody was seen under this address');
    return { person: this.storage.people.person(name, jid), aliases: this.storage.people.aliases(name, jid) };
  }

  private named(session: string, contactId: string): { name: SessionName; person: Jid } {
    const name = this.access.name(session);
    return { name, person: this.access.person(name, contactId) };
  }
}

function numberOf(phone: string, index: number): Jid {
  try {
    return phoneJid(phone);
  } catch (cause) {
    throw new InvalidInputError('One of the numbers is not a phone number', {
      cause,
      fields: [{ pointer: `/phones/${index}`, code: 'wrong_format', detail: 'Write it as +49 151 … or 49151…' }],
    });
  }
}
