import { randomUUID } from 'node:crypto';
import type { Clock, EventType, SessionName } from '@columba/core';
import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';

/** Which events it wants; an absent part: all. */
export interface PullFilter {
  types?: EventType[];
  sessions?: SessionName[];
}

export interface PullConsumer {
  id: string;
  name: string;
  filter: PullFilter;
  /** Everything up to here is confirmed. */
  cursorPos: number;
  createdAt: Date;
}

export interface NewPullConsumer {
  name: string;
  filter: PullFilter;
  /** It gets the events of the log after this position. */
  startPos: number;
}

type Row = Selectable<Schema['pull_consumer']> & { cursor_pos: number };

/** Consumers that fetch their events; their place in the log is kept here. */
export class PullConsumerRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  create({ name, filter, startPos }: NewPullConsumer): PullConsumer {
    const now = this.clock.now().getTime();
    const row = { id: randomUUID(), name, filter: JSON.stringify(filter), created_at: now };
    const consumer = { id: row.id, kind: 'pull', cursor_pos: startPos, last_error: null, updated_at: now };
    this.db.transaction(() => {
      this.db.run(this.db.query.insertInto('consumer').values(consumer));
      this.db.run(this.db.query.insertInto('pull_consumer').values(row));
    });
    return toPullConsumer({ ...row, cursor_pos: startPos });
  }

  /** Oldest first. */
  list(): PullConsumer[] {
    return this.db.all(this.all().orderBy('created_at').orderBy('pull_consumer.id')).map(toPullConsumer);
  }

  get(id: string): PullConsumer | undefined {
    const row = this.db.first(this.all().where('pull_consumer.id', '=', id));
    return row && toPullConsumer(row);
  }

  delete(id: string): void {
    const { db } = this;
    db.transaction(() => {
      db.run(db.query.deleteFrom('pull_consumer').where('id', '=', id));
      db.run(db.query.deleteFrom('consumer').where('id', '=', id));
      db.run(db.query.deleteFrom('loss').where('consumer', '=', id));
    });
  }

  private all() {
    return this.db.query
      .selectFrom('pull_consumer')
      .innerJoin('consumer', 'consumer.id', 'pull_consumer.id')
      .selectAll('pull_consumer')
      .select('consumer.cursor_pos');
  }
}

const toPullConsumer = ({ id, name, filter, cursor_pos, created_at }: Row): PullConsumer => ({
  id,
  name,
  filter: JSON.parse(filter) as PullFilter,
  cursorPos: cursor_pos,
  createdAt: new Date(created_at),
});
