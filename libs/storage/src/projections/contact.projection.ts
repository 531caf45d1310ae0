import type { Contact, FactOf, SessionName } from '@columba/core';
import type { PeopleRepository } from '../repositories/people.repository.js';
import type { PersonDetails } from '../repositories/person-details.js';
import type { Projection } from './projection.js';

/** People, as they and the account's address book name them. */
export class ContactProjection {
  readonly projectors: Projection = {
    'contact.updated': (session, fact) => this.updated(session, fact),
  };

  constructor(private readonly people: PeopleRepository) {}

  private updated(session: SessionName, { data }: FactOf<'contact.updated'>): void {
    this.people.describe(session, data.contact.id, toDetails(data.contact, data.changed), 'replace');
  }
}

/** What is named as changed but has no value any more was taken away. */
export function toDetails(contact: Partial<Contact>, changed: readonly string[] = []): PersonDetails {
  const { savedName, pushName, verifiedName, business, blocked, pictureId, about } = contact;
  const told: PersonDetails = { savedName, pushName, verifiedName, business, blocked, pictureId, about };
  const gone = (Object.keys(told) as (keyof PersonDetails)[]).filter(
    (name) => told[name] === undefined && changed.includes(name),
  );
  return { ...told, ...Object.fromEntries(gone.map((name) => [name, null])) };
}
