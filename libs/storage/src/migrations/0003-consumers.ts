/** Webhooks, what waits for them, what became of it, and what the log lost before a consumer had it. */
export const consumers = `
-- An endpoint that gets events. Its cursor is the consumer of the same id.
CREATE TABLE webhook (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL, filter TEXT NOT NULL, max_attempts INTEGER NOT NULL,
  state TEXT NOT NULL, state_reason TEXT, failing_since INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;
-- Several are valid while one replaces another.
CREATE TABLE webhook_secret (
  id INTEGER PRIMARY KEY AUTOINCREMENT, webhook TEXT NOT NULL, secret TEXT NOT NULL, expires_at INTEGER
) STRICT;
CREATE INDEX webhook_secret_of ON webhook_secret (webhook);

-- Events that a consumer took from the log and that are not done; what was delivered has no row any more.
CREATE TABLE delivery (
  consumer TEXT NOT NULL, pos INTEGER NOT NULL, lane TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL, last_error TEXT, changed_at INTEGER NOT NULL, PRIMARY KEY (consumer, pos)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_state ON delivery (consumer, state, pos);
-- The history of attempts: never a body.
CREATE TABLE delivery_attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT, consumer TEXT NOT NULL, event_id TEXT NOT NULL, session TEXT NOT NULL,
  seq INTEGER NOT NULL, type TEXT NOT NULL, attempt INTEGER NOT NULL, at INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
  outcome TEXT NOT NULL, status INTEGER, error TEXT
) STRICT;
CREATE INDEX delivery_attempt_of ON delivery_attempt (consumer, id);
CREATE INDEX delivery_attempt_age ON delivery_attempt (at);

-- Events that left the log before a consumer had them, until it was told so.
CREATE TABLE loss (
  consumer TEXT NOT NULL, session TEXT NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL,
  events INTEGER NOT NULL, oldest_at INTEGER NOT NULL, PRIMARY KEY (consumer, session)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_stored ON event (stored_at);
CREATE INDEX event_key_pos ON event_key (pos);
`;
