import { isPerson, type Fact, type Jid, type SessionName } from '@columba/core';
import type { PeopleRepository } from '../repositories/people.repository.js';
import { canonical, pairOf, personsIn } from './persons.js';

/** Learns who is who from whatever names people, and names them all by their public address. */
export class Identities {
  constructor(private readonly people: PeopleRepository) {}

  /** Takes in every person in `data`. Returns what a client must know of it, to be logged in the same transaction. */
  learn(session: SessionName, data: unknown, source: string): Fact[] {
    return personsIn(data).flatMap((person) => {
      const pair = pairOf(person);
      if (pair) return this.pair(session, pair, source);
      this.people.see(session, person.id, source);
      return [];
    });
  }

  pair(session: SessionName, { phone, lid }: { phone: Jid; lid: Jid }, source: string): Fact[] {
    return this.people.learn(session, phone, lid, source);
  }

  seeChat(session: SessionName, chat: Jid | undefined, source: string): void {
    if (chat && isPerson(chat)) this.people.see(session, chat, source);
  }

  /** The same data with every person and chat under the public address. */
  canonical<T>(session: SessionName, data: T): T {
    return canonical(data, (jid) => this.people.person(session, jid));
  }
}
