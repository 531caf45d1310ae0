import type { Compilable, RawBuilder } from 'kysely';
import type { Database } from './database.js';

/** SQL that the builder has no words for, ready to be run. */
export const raw = <Row>(db: Database, statement: RawBuilder<Row>): Compilable<Row> => ({
  compile: () => statement.compile(db.query),
});
