import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { Schema } from '../database/schema.js';
import { fromCursor, type Page, type PageRequest, toCursor, toPage } from './page.js';

export interface AuditEntry {
  id: number;
  at: Date;
  keyId: string;
  keyName: string;
  /** As the documents of the APIs name it. */
  operation: string;
  session?: string;
  /** What it was done to, where that is nobody's address: a key, a consumer, a label … */
  target?: string;
  /** What was answered; absent when the caller did not wait for it. */
  status?: number;
  requestHash: string;
  requestId: string;
}

export interface AuditFilter {
  /** Only what was done to these; absent: everything. */
  sessions?: readonly string[];
  operation?: string;
  keyId?: string;
  since?: Date;
}

/** Who did what: rows are added and grow old, nothing else. */
export class AuditRepository {
  constructor(private readonly db: Database) {}

  add(entries: readonly Omit<AuditEntry, 'id'>[]): void {
    this.db.transaction(() => {
      for (const entry of entries) this.db.run(this.db.query.insertInto('audit').values(toRow(entry)));
    });
  }

  /** Newest first. @throws InvalidInputError when it is not a cursor of this list. */
  list({ limit, cursor }: PageRequest, { sessions, operation, keyId, since }: AuditFilter = {}): Page<AuditEntry> {
    let query = this.db.query
      .selectFrom('audit')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (sessions !== undefined) query = query.where('session', 'in', oneOf(sessions));
    if (operation !== undefined) query = query.where('operation', '=', operation);
    if (keyId !== undefined) query = query.where('key_id', '=', keyId);
    if (since !== undefined) query = query.where('at', '>=', since.getTime());
    if (cursor !== undefined) query = query.where('id', '<', fromCursor(cursor, [0] as [number])[0]);
    return toPage(this.db.all(query), limit, { item: toEntry, cursor: ({ id }) => toCursor(id) });
  }
}

const toRow = ({
  at,
  keyId,
  keyName,
  operation,
  session,
  target,
  status,
  requestHash,
  requestId,
}: Omit<AuditEntry, 'id'>) => ({
  at: at.getTime(),
  key_id: keyId,
  key_name: keyName,
  operation,
  session: session ?? null,
  target: target ?? null,
  status: status ?? null,
  request_hash: requestHash,
  request_id: requestId,
});

const toEntry = (row: Selectable<Schema['audit']>): AuditEntry => ({
  id: row.id,
  at: new Date(row.at),
  keyId: row.key_id,
  keyName: row.key_name,
  operation: row.operation,
  ...(row.session === null ? {} : { session: row.session }),
  ...(row.target === null ? {} : { target: row.target }),
  ...(row.status === null ? {} : { status: row.status }),
  requestHash: row.request_hash,
  requestId: row.request_id,
});
