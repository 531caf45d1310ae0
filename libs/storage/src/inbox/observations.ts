import type { Contact, Fact, Group, SessionName } from '@columba/core';
import type { Clock } from '@columba/core';
import type { Database } from '../database/database.js';
import { toDetails } from '../projections/contact.projection.js';
import type { PeopleRepository } from '../repositories/people.repository.js';
import type { Identities } from './identities.js';
import type { Inbox } from './inbox.js';
import type { ReadModel } from './read-model.js';

export interface ObservationParts {
  db: Database;
  clock: Clock;
  inbox: Inbox;
  identities: Identities;
  people: PeopleRepository;
  readModel: ReadModel;
}

/** Takes in what WhatsApp answered when it was asked: no news for anybody, but better known than before. */
export class Observations {
  constructor(private readonly parts: ObservationParts) {}

  /** A group with its members as they are now; this account is one of them. @throws StorageError */
  group(session: SessionName, group: Group): void {
    this.take(session, { group, owner: group.owner, participants: group.participants }, () =>
      this.parts.readModel.groups.put(session, group, this.parts.clock.now()),
    );
  }

  /** What is given of a person; the rest stays as it is known. @throws StorageError */
  contact(session: SessionName, contact: Partial<Contact> & Pick<Contact, 'id'>): void {
    this.take(session, { contact }, () =>
      this.parts.people.describe(session, contact.id, toDetails(contact), 'replace'),
    );
  }

  private take(session: SessionName, data: unknown, write: () => void): void {
    const { db, inbox, identities } = this.parts;
    db.transaction(() => {
      const learnt: Fact[] = identities.learn(session, data, 'query');
      if (learnt.length > 0) inbox.record(session, learnt);
      write();
    });
  }
}
