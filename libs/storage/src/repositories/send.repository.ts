import {
  type Clock,
  ConflictError,
  failpoint,
  type EventMap,
  type Jid,
  type MessageId,
  type MessageKey,
  type MessageStatus,
  NotFoundError,
  type OutgoingContent,
  type SessionName,
} from '@columba/core';
import { type Selectable, sql } from 'kysely';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { statement } from '../database/statement.js';
import { deserialize, serialize } from '../serializer.js';
import type { IdempotencyRepository } from './idempotency.repository.js';

export type SendState =
  | 'accepted'
  | 'prepared'
  | 'dispatched'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'played'
  | 'failed'
  | 'expired'
  | 'uncertain';

export type SendError = NonNullable<EventMap['message.status_changed']['error']>;

/** One message that the gateway took upon itself to send. */
export interface SendRecord {
  session: SessionName;
  messageId: MessageId;
  chat: Jid;
  content: OutgoingContent;
  quoted?: MessageKey;
  mentions?: Jid[];
  /** Everybody in the group is meant. */
  mentionAll?: boolean;
  /** After so many seconds it disappears from the chat. */
  disappearingSeconds?: number;
  /** Of a status: who sees it. Absent: everybody with whom the account has a chat. */
  audience?: Jid[];
  /** The caller's own word for it. */
  clientReference?: string;
  state: SendState;
  error?: SendError;
  createdAt: Date;
  /** When WhatsApp confirmed it. */
  sentAt?: Date;
  expiresAt: Date;
}

type SendOptions = Pick<
  SendRecord,
  'quoted' | 'mentions' | 'mentionAll' | 'audience' | 'disappearingSeconds' | 'clientReference'
>;

/** Not confirmed yet: these go on after a restart. */
export const UNFINISHED: readonly SendState[] = ['accepted', 'prepared', 'dispatched'];

/** A send only rises, once it has left these; what ended in doubt may still turn out to have failed or to have been sent. */
const RANK: Record<SendState, number> = {
  accepted: 0,
  prepared: 0,
  dispatched: 0,
  uncertain: 1,
  failed: 2,
  expired: 2,
  sent: 3,
  delivered: 4,
  read: 5,
  played: 6,
};

const canFollow = (from: SendState, to: SendState): boolean => RANK[to] > RANK[from] || UNFINISHED.includes(from);

/** The gateway's own verdicts are told as failures, too. */
function stateOf(status: Exclude<MessageStatus, 'pending'>, error?: SendError): SendState {
  if (status !== 'failed') return status;
  return error?.code === 'uncertain' || error?.code === 'expired' ? error.code : 'failed';
}

type SendRow = Selectable<Schema['send']>;
type Move = Pick<SendRow, 'session' | 'message_id' | 'state' | 'error' | 'sent_at' | 'updated_at'>;

const FIND = statement((db, { session, id }: { session: string; id: string }) =>
  db.selectFrom('send').selectAll().where('session', '=', session).where('message_id', '=', id),
);
const ACCEPT = statement((db, row: Omit<SendRow, 'row'>) => {
  const { session, message_id, chat, content, options, state, error, created_at, sent_at, expires_at, updated_at } =
    row;
  return db
    .insertInto('send')
    .values({ session, message_id, chat, content, options, state, error, created_at, sent_at, expires_at, updated_at })
    .onConflict((conflict) => conflict.doNothing());
});
const MOVE = statement((db, { session, message_id, state, error, sent_at, updated_at }: Move) =>
  db
    .updateTable('send')
    .set({ state, error, sent_at, updated_at })
    .where('session', '=', session)
    .where('message_id', '=', message_id),
);

export class SendRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly requests: IdempotencyRepository,
    private readonly settlement: { accepted(send: SendRecord): void },
  ) {}

  /**
   * Stores a send, the message it will be and the claim of the request that asked for it, in one transaction, before
   * anyone is told that it was accepted. @throws ConflictError
   */
  accept(send: Omit<SendRecord, 'state'>, request?: { scope: string; key: string }): SendRecord {
    const record: SendRecord = { ...send, state: 'accepted' };
    this.db.transaction(() => {
      const { changes } = this.db.run(ACCEPT(toRow(record, this.clock.now())));
      if (changes === 0) throw new ConflictError(`Message ${send.messageId} was accepted already`);
      if (request) this.requests.accept(request.scope, request.key);
      this.settlement.accepted(record);
    });
    failpoint('send.accept.after');
    return record;
  }

  get(session: string, id: MessageId): SendRecord | undefined {
    const row = this.db.first(FIND({ session, id }));
    return row && toSend(row);
  }

  /**
   * Moves a send on. A state that would take it back is ignored; states before the confirmation may be set at will. A
   * crash does not undo it; a power cut may, unless something left afterwards, which waits for the disk by itself.
   * @throws NotFoundError
   */
  setState(session: string, id: MessageId, state: SendState, error?: SendError): void {
    this.db.heldTransaction(() => {
      const known = this.get(session, id);
      if (!known) throw new NotFoundError(`There is no send ${id}`);
      this.move(known, state, error);
    });
  }

  /** Takes what was told of a message, if it is one of ours. Returns whether this is its first confirmation. */
  heard(session: string, id: MessageId, status: MessageStatus, error?: SendError): boolean {
    const known = this.get(session, id);
    if (!known || status === 'pending') return false;
    const state = stateOf(status, error);
    this.db.transaction(() => {
      this.db.onCommit(() => failpoint('send.settle.after'));
      this.move(known, state, error);
      failpoint('send.settle.before');
    });
    return known.sentAt === undefined && RANK[state] >= RANK.sent;
  }

  /** In the order of their acceptance. */
  unfinished(session: string): SendRecord[] {
    const query = this.db.query
      .selectFrom('send')
      .selectAll()
      .where('session', '=', session)
      .where(
        'state',
        'in',
        UNFINISHED.map((state) => sql.lit(state)),
      )
      .orderBy('row');
    return this.db.all(query).map(toSend);
  }

  private move(known: SendRecord, state: SendState, error?: SendError): void {
    if (!canFollow(known.state, state)) return;
    const now = this.clock.now().getTime();
    const sent_at = known.sentAt?.getTime() ?? (RANK[state] >= RANK.sent ? now : null);
    const change = { state, error: error ? serialize(error) : null, sent_at, updated_at: now };
    this.db.run(MOVE({ session: known.session, message_id: known.messageId, ...change }));
  }
}

function toRow(send: SendRecord, now: Date) {
  const { quoted, mentions, mentionAll, audience, disappearingSeconds, clientReference } = send;
  const options: SendOptions = { quoted, mentions, mentionAll, audience, disappearingSeconds, clientReference };
  return {
    session: send.session,
    message_id: send.messageId,
    chat: send.chat,
    content: serialize(send.content),
    options: serialize(options),
    state: send.state,
    error: null,
    created_at: send.createdAt.getTime(),
    sent_at: null,
    expires_at: send.expiresAt.getTime(),
    updated_at: now.getTime(),
  };
}

function toSend(row: SendRow): SendRecord {
  return {
    session: row.session as SessionName,
    messageId: row.message_id as MessageId,
    chat: row.chat as Jid,
    content: deserialize<OutgoingContent>(row.content),
    ...deserialize<SendOptions>(row.options),
    state: row.state as SendState,
    ...(row.error === null ? {} : { error: deserialize<SendError>(row.error) }),
    createdAt: new Date(row.created_at),
    ...(row.sent_at === null ? {} : { sentAt: new Date(row.sent_at) }),
    expiresAt: new Date(row.expires_at),
  };
}
