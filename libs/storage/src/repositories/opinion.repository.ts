import type { Jid, MessageId, Person, Reaction, Vote } from '@columba/core';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import { deserialize, serialize } from '../serializer.js';
import type { PeopleRepository } from './people.repository.js';

/** A message in a chat. Chats are named by their public address, see `PeopleRepository.resolve`. */
interface Target {
  chat: Jid;
  messageId: MessageId;
}

/** How often an option of a poll was chosen, and by whom. */
export interface Tally {
  option: string;
  voters: Person[];
}

/** More people than a group can have. */
const MOST_PER_MESSAGE = 5_000;
/** Over a whole page of messages. */
const MOST_PER_PAGE = 20_000;

/** What people think of messages: reactions, and votes in polls. One of each per person; the last one counts. */
export class OpinionRepository {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleRepository,
  ) {}

  /** `emoji` null takes the reaction back. Something older than what is known is ignored. */
  react(session: string, { chat, messageId }: Target, by: Jid, emoji: string | null, at: Date): void {
    const { id: person_id } = this.people.obtain(session, by, 'reaction');
    const change = { emoji, reacted_at: at.getTime() };
    const insert = this.db.query
      .insertInto('reaction')
      .values({ session, chat, message_id: messageId, person_id, ...change });
    this.db.run(
      insert.onConflict((conflict) =>
        conflict
          .columns(['session', 'chat', 'message_id', 'person_id'])
          .doUpdateSet(change)
          .where('reaction.reacted_at', '<=', change.reacted_at),
      ),
    );
  }

  /** No options: the vote was taken back. Something older than what is known is ignored. */
  vote(session: string, { chat, messageId }: Target, voter: Jid, options: readonly string[], at: Date): void {
    const { id: person_id } = this.people.obtain(session, voter, 'vote');
    const change = { options: serialize(options), voted_at: at.getTime() };
    const insert = this.db.query
      .insertInto('vote')
      .values({ session, chat, message_id: messageId, person_id, ...change });
    this.db.run(
      insert.onConflict((conflict) =>
        conflict
          .columns(['session', 'chat', 'message_id', 'person_id'])
          .doUpdateSet(change)
          .where('vote.voted_at', '<=', change.voted_at),
      ),
    );
  }

  /** Oldest first. */
  reactions(session: string, { chat, messageId }: Target): Reaction[] {
    return this.reactionsOf(session, chat, [messageId], MOST_PER_MESSAGE).get(messageId) ?? [];
  }

  /** Of several messages of a chat; messages without any are left out. */
  reactionsOf(
    session: string,
    chat: Jid,
    ids: readonly MessageId[],
    limit = MOST_PER_PAGE,
  ): Map<MessageId, Reaction[]> {
    const query = this.db.query
      .selectFrom('reaction')
      .innerJoin('person', 'person.id', 'reaction.person_id')
      .selectAll('person')
      .select(['message_id', 'emoji', 'reacted_at'])
      .where('reaction.session', '=', session)
      .where('chat', '=', chat)
      .where('message_id', 'in', oneOf(ids))
      .where('emoji', 'is not', null)
      .orderBy('reacted_at')
      .limit(limit);
    const found = new Map<MessageId, Reaction[]>();
    for (const row of this.db.all(query)) {
      const id = row.message_id as MessageId;
      const reaction = { by: this.people.toPerson(row), emoji: row.emoji ?? '', reactedAt: new Date(row.reacted_at) };
      found.set(id, [...(found.get(id) ?? []), reaction]);
    }
    return found;
  }

  /** Oldest first; who took the vote back is left out. */
  votes(session: string, { chat, messageId }: Target): Vote[] {
    const query = this.db.query
      .selectFrom('vote')
      .innerJoin('person', 'person.id', 'vote.person_id')
      .selectAll('person')
      .select(['options', 'voted_at'])
      .where('vote.session', '=', session)
      .where('chat', '=', chat)
      .where('message_id', '=', messageId)
      .where('options', '<>', '[]')
      .orderBy('voted_at')
      .limit(MOST_PER_MESSAGE);
    return this.db.all(query).map((row) => ({
      voter: this.people.toPerson(row),
      options: deserialize<string[]>(row.options),
      votedAt: new Date(row.voted_at),
    }));
  }

  /** In the order of the options that are given, which are the poll's. */
  tally(session: string, target: Target, options: readonly string[]): Tally[] {
    const votes = this.votes(session, target);
    return options.map((option) => ({
      option,
      voters: votes.filter((vote) => vote.options.includes(option)).map(({ voter }) => voter),
    }));
  }
}
