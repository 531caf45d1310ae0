import type { Person } from './person.js';

/** What somebody thinks of a message; one per person. */
export interface Reaction {
  by: Person;
  emoji: string;
  reactedAt: Date;
}

/** What somebody chose in a poll; the last choice of a person counts. */
export interface Vote {
  voter: Person;
  options: string[];
  votedAt: Date;
}
