import type { Generated } from 'kysely';
import type { ReadModelSchema } from './read-model.schema.js';

/** Booleans are 0 and 1, times are milliseconds since 1970, structures are JSON: what SQLite and Postgres both take. */
export interface Schema extends ReadModelSchema {
  migration: { name: string; applied_at: number };
  install: { id: number; install_key: Uint8Array };
  ownership: { id: number; generation: number; taken_at: number };
  session_lease: { session: string; fence: number; generation: number; taken_at: number };
  session: {
    name: string;
    engine: string;
    auto_start: number;
    account: string | null;
    created_at: number;
    linked_at: number | null;
  };
  session_seq: { session: string; last_seq: number };
  api_key: {
    id: string;
    name: string;
    scopes: string;
    sessions: string | null;
    hash: string;
    created_at: number;
    expires_at: number | null;
    last_used_at: number | null;
  };
  raw_stanza: {
    rid: Generated<number>;
    session: string;
    tag: string;
    wa_id: string;
    from_jid: string;
    received_at: number;
    node: Uint8Array;
    state: 'new' | 'done' | 'dead';
    attempts: number;
    settled_at: number | null;
    note: string | null;
  };
  decrypt_journal: { session: string; hash: string; plaintext: Uint8Array | null; created_at: number };
  signal_key: { session: string; type: string; id: string; value: Uint8Array };
  creds: { session: string; value: Uint8Array; checksum: Uint8Array; version: number; saved_at: number };
  creds_history: { session: string; version: number; value: Uint8Array; checksum: Uint8Array; saved_at: number };
  archived_identity: {
    id: Generated<number>;
    session: string;
    archived_at: number;
    reason: string;
    creds: Uint8Array | null;
    keys: string;
  };
  event: {
    pos: Generated<number>;
    event_id: string;
    session: string;
    seq: number;
    chat: string | null;
    type: string;
    occurred_at: number;
    stored_at: number;
    late: number;
    data: string;
  };
  event_key: { session: string; key: string; pos: number };
  log_start: { id: number; trimmed_pos: number };
  send: {
    row: Generated<number>;
    session: string;
    message_id: string;
    chat: string;
    content: string;
    options: string;
    state: string;
    error: string | null;
    created_at: number;
    sent_at: number | null;
    expires_at: number;
    updated_at: number;
  };
  sent_bytes: { session: string; message_id: string; chat: string; bytes: Uint8Array; created_at: number };
  original: { session: string; chat: string; message_id: string; bytes: Uint8Array; created_at: number };
  idempotency: {
    scope: string;
    key: string;
    body_hash: string;
    status: number | null;
    body: string | null;
    expires_at: number;
  };
  write_check: { id: number; checked_at: number };
  consumer: { id: string; kind: string; cursor_pos: number; last_error: string | null; updated_at: number };
  webhook: {
    id: string;
    name: string;
    url: string;
    filter: string;
    max_attempts: number;
    state: string;
    state_reason: string | null;
    failing_since: number | null;
    created_at: number;
    updated_at: number;
  };
  webhook_secret: { id: Generated<number>; webhook: string; secret: string; expires_at: number | null };
  delivery: {
    consumer: string;
    pos: number;
    lane: string;
    state: 'pending' | 'parked';
    attempts: number;
    next_at: number;
    last_error: string | null;
    changed_at: number;
  };
  delivery_attempt: {
    id: Generated<number>;
    consumer: string;
    event_id: string;
    session: string;
    seq: number;
    type: string;
    attempt: number;
    at: number;
    duration_ms: number;
    outcome: 'delivered' | 'failed';
    status: number | null;
    error: string | null;
  };
  audit: {
    id: Generated<number>;
    at: number;
    key_id: string;
    key_name: string;
    operation: string;
    session: string | null;
    target: string | null;
    status: number | null;
    request_hash: string;
    request_id: string;
  };
  pull_consumer: { id: string; name: string; filter: string; created_at: number };
  chat_label: { session: string; chat: string; label: string };
  loss: {
    consumer: string;
    session: string;
    from_seq: number;
    to_seq: number;
    events: number;
    oldest_at: number;
  };
}
