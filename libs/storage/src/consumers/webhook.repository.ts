import { randomUUID } from 'node:crypto';
import { type Clock, type EventType, type Jid, NotFoundError, type SessionName } from '@columba/core';
import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';

/** Which events an endpoint wants; an absent part: all. */
export interface WebhookFilter {
  types?: EventType[];
  sessions?: SessionName[];
  chats?: Jid[];
}

/** `failing`: the last attempts failed, it goes on. `paused`: we gave up for now. `disabled`: somebody said so. */
export type WebhookState = 'active' | 'failing' | 'paused' | 'disabled';
export type WebhookStateReason = 'requested' | 'gone' | 'failing_too_long';

export interface WebhookRecord {
  id: string;
  name: string;
  url: string;
  filter: WebhookFilter;
  /** After so many attempts an event is parked. */
  maxAttempts: number;
  state: WebhookState;
  stateReason?: WebhookStateReason;
  /** Since when no event was delivered although it was tried. */
  failingSince?: Date;
  createdAt: Date;
  updatedAt: Date;
}

export interface WebhookSettings {
  name: string;
  url: string;
  filter: WebhookFilter;
  maxAttempts: number;
}

export interface NewWebhook extends WebhookSettings {
  secret: string;
  /** It gets the events of the log after this position. */
  startPos: number;
}

/** Where events are posted to, with the secrets that sign them. */
export class WebhookRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  create({ name, url, filter, maxAttempts, secret, startPos }: NewWebhook): WebhookRecord {
    const now = this.clock.now().getTime();
    const row = {
      id: randomUUID(),
      name,
      url,
      filter: JSON.stringify(filter),
      max_attempts: maxAttempts,
      state: 'active' as const,
      state_reason: null,
      failing_since: null,
      created_at: now,
      updated_at: now,
    };
    const consumer = { id: row.id, kind: 'webhook', cursor_pos: startPos, last_error: null, updated_at: now };
    const { query } = this.db;
    this.db.transaction(() => {
      this.db.run(query.insertInto('consumer').values(consumer));
      this.db.run(query.insertInto('webhook').values(row));
      this.db.run(query.insertInto('webhook_secret').values({ webhook: row.id, secret, expires_at: null }));
    });
    return toWebhook(row);
  }

  /** Oldest first. */
  list(): WebhookRecord[] {
    const query = this.db.query.selectFrom('webhook').selectAll().orderBy('created_at').orderBy('id');
    return this.db.all(query).map(toWebhook);
  }

  get(id: string): WebhookRecord | undefined {
    const row = this.db.first(this.db.query.selectFrom('webhook').selectAll().where('id', '=', id));
    return row && toWebhook(row);
  }

  /** @throws NotFoundError */
  update(id: string, { name, url, filter, maxAttempts }: Partial<WebhookSettings>): WebhookRecord {
    return this.change(id, {
      ...(name === undefined ? {} : { name }),
      ...(url === undefined ? {} : { url }),
      ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }),
      ...(maxAttempts === undefined ? {} : { max_attempts: maxAttempts }),
      updated_at: this.clock.now().getTime(),
    });
  }

  /** @throws NotFoundError */
  setState(id: string, state: WebhookState, { reason, failingSince }: StateDetails = {}): WebhookRecord {
    return this.change(id, { state, state_reason: reason ?? null, failing_since: failingSince?.getTime() ?? null });
  }

  /** With everything that waits for it and its history. */
  delete(id: string): void {
    const { db } = this;
    db.transaction(() => {
      db.run(db.query.deleteFrom('webhook').where('id', '=', id));
      db.run(db.query.deleteFrom('consumer').where('id', '=', id));
      db.run(db.query.deleteFrom('webhook_secret').where('webhook', '=', id));
      for (const table of ['delivery', 'delivery_attempt', 'loss'] as const)
        db.run(db.query.deleteFrom(table).where('consumer', '=', id));
    });
  }

  /** Those that are valid now, newest first. */
  secrets(id: string): string[] {
    const valid = this.db.query
      .selectFrom('webhook_secret')
      .select('secret')
      .where('webhook', '=', id)
      .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', this.clock.now().getTime())]));
    return this.db.all(valid.orderBy('id', 'desc')).map(({ secret }) => secret);
  }

  /** The new secret signs from now on, and beside it only the one before, for `overlapMs`. */
  rotateSecret(id: string, secret: string, overlapMs: number): void {
    const { db } = this;
    const expiresAt = this.clock.now().getTime() + overlapMs;
    db.transaction(() => {
      db.run(db.query.deleteFrom('webhook_secret').where('webhook', '=', id).where('expires_at', 'is not', null));
      db.run(db.query.updateTable('webhook_secret').set({ expires_at: expiresAt }).where('webhook', '=', id));
      db.run(db.query.insertInto('webhook_secret').values({ webhook: id, secret, expires_at: null }));
    });
  }

  private change(id: string, change: Partial<Schema['webhook']>): WebhookRecord {
    const update = this.db.query.updateTable('webhook').set(change).where('id', '=', id).returningAll();
    const row = this.db.runReturning(update) as Selectable<Schema['webhook']> | undefined;
    if (!row) throw new NotFoundError('There is no such webhook');
    return toWebhook(row);
  }
}

export interface StateDetails {
  reason?: WebhookStateReason;
  failingSince?: Date | undefined;
}

function toWebhook(row: Selectable<Schema['webhook']>): WebhookRecord {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    filter: JSON.parse(row.filter) as WebhookFilter,
    maxAttempts: row.max_attempts,
    state: row.state as WebhookState,
    ...(row.state_reason === null ? {} : { stateReason: row.state_reason as WebhookStateReason }),
    ...(row.failing_since === null ? {} : { failingSince: new Date(row.failing_since) }),
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  };
}
