/** Who did what, consumers that fetch their events, and which labels a chat has. */
export const auditAndPull = `
-- Never a content: what was asked for stands here as a keyed hash only.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, key_id TEXT NOT NULL, key_name TEXT NOT NULL,
  operation TEXT NOT NULL, session TEXT, target TEXT, status INTEGER, request_hash TEXT NOT NULL, request_id TEXT NOT NULL
) STRICT;
CREATE INDEX audit_age ON audit (at);

-- Its cursor is the consumer of the same id.
CREATE TABLE pull_consumer (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, filter TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE chat_label (
  session TEXT NOT NULL, chat TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY (session, chat, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_label_of ON chat_label (session, label);
`;
