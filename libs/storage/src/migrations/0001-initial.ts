/** The first schema. Forward only: a change is a new file, this one stays as it was released. */
export const initial = `
-- One row: the key that message ids and pseudonyms are derived from.
CREATE TABLE install (id INTEGER PRIMARY KEY CHECK (id = 1), install_key BLOB NOT NULL) STRICT;

CREATE TABLE session (
  name TEXT PRIMARY KEY, engine TEXT NOT NULL, auto_start INTEGER NOT NULL, account TEXT, created_at INTEGER NOT NULL
) STRICT;
-- Survives the deletion of its session: a number never means two things.
CREATE TABLE session_seq (session TEXT PRIMARY KEY, last_seq INTEGER NOT NULL) STRICT;

-- Only hashes of keys; the key itself is shown once and kept nowhere.
CREATE TABLE api_key (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, scopes TEXT NOT NULL, sessions TEXT, hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL, expires_at INTEGER, last_used_at INTEGER
) STRICT;

-- What WhatsApp sent, before the library saw it.
CREATE TABLE raw_stanza (
  rid INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, tag TEXT NOT NULL, wa_id TEXT NOT NULL,
  from_jid TEXT NOT NULL, received_at INTEGER NOT NULL, node BLOB NOT NULL, state TEXT NOT NULL DEFAULT 'new',
  attempts INTEGER NOT NULL DEFAULT 0, settled_at INTEGER, note TEXT
) STRICT;
CREATE INDEX raw_stanza_new ON raw_stanza (session, rid) WHERE state = 'new';
CREATE INDEX raw_stanza_settled ON raw_stanza (settled_at) WHERE settled_at IS NOT NULL;
-- Decrypted texts by the hash of their ciphertext; NULL once the event exists.
CREATE TABLE decrypt_journal (
  session TEXT NOT NULL, hash TEXT NOT NULL, plaintext BLOB, created_at INTEGER NOT NULL, PRIMARY KEY (session, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX decrypt_journal_age ON decrypt_journal (created_at);
CREATE TABLE signal_key (
  session TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (session, type, id)
) STRICT, WITHOUT ROWID;

-- The identity of a linked device, its last versions, and identities that were set aside.
CREATE TABLE creds (
  session TEXT PRIMARY KEY, value BLOB NOT NULL, checksum BLOB NOT NULL, version INTEGER NOT NULL, saved_at INTEGER NOT NULL
) STRICT;
CREATE TABLE creds_history (
  session TEXT NOT NULL, version INTEGER NOT NULL, value BLOB NOT NULL, checksum BLOB NOT NULL, saved_at INTEGER NOT NULL,
  PRIMARY KEY (session, version)
) STRICT;
CREATE TABLE archived_identity (
  id INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, archived_at INTEGER NOT NULL, reason TEXT NOT NULL,
  creds BLOB, keys TEXT NOT NULL
) STRICT;

-- A person is one row, found under every address it was ever seen with.
CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, phone TEXT, lid TEXT, name TEXT,
  UNIQUE (session, phone), UNIQUE (session, lid)
) STRICT;
CREATE TABLE alias (
  session TEXT NOT NULL, alias TEXT NOT NULL, person_id INTEGER NOT NULL, source TEXT NOT NULL, seen_at INTEGER NOT NULL,
  PRIMARY KEY (session, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_person ON alias (person_id);

-- The log. A fact is in it once, under every spelling of its dedupe key.
CREATE TABLE event (
  pos INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, session TEXT NOT NULL, seq INTEGER NOT NULL,
  chat TEXT, type TEXT NOT NULL, occurred_at INTEGER NOT NULL, stored_at INTEGER NOT NULL, late INTEGER NOT NULL,
  data TEXT NOT NULL, UNIQUE (session, seq)
) STRICT;
CREATE TABLE event_key (
  session TEXT NOT NULL, key TEXT NOT NULL, pos INTEGER NOT NULL, PRIMARY KEY (session, key)
) STRICT, WITHOUT ROWID;

-- The read model, kept from facts in the transaction that logs them.
CREATE TABLE chat (
  session TEXT NOT NULL, id TEXT NOT NULL, name TEXT, unread_count INTEGER NOT NULL DEFAULT 0, last_activity_at INTEGER,
  settings TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (session, id)
) STRICT;
CREATE INDEX chat_recent ON chat (session, last_activity_at DESC);
CREATE TABLE message (
  row INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, chat TEXT NOT NULL, id TEXT NOT NULL,
  from_me INTEGER NOT NULL, sender TEXT NOT NULL, occurred_at INTEGER NOT NULL, status TEXT, data TEXT NOT NULL,
  UNIQUE (session, chat, id, from_me, sender)
) STRICT;
CREATE INDEX message_recent ON message (session, chat, occurred_at DESC, row DESC);
CREATE INDEX message_id ON message (session, id);
CREATE INDEX message_sender ON message (session, sender) WHERE sender <> '';
CREATE TABLE receipt (
  session TEXT NOT NULL, message_id TEXT NOT NULL, participant TEXT NOT NULL, status TEXT NOT NULL,
  changed_at INTEGER NOT NULL, PRIMARY KEY (session, message_id, participant)
) STRICT, WITHOUT ROWID;

-- Sends that were accepted, and the exact bytes that were made of them.
CREATE TABLE send (
  row INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, message_id TEXT NOT NULL, chat TEXT NOT NULL,
  content TEXT NOT NULL, options TEXT NOT NULL, state TEXT NOT NULL, error TEXT, created_at INTEGER NOT NULL,
  sent_at INTEGER, expires_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, UNIQUE (session, message_id)
) STRICT;
CREATE INDEX send_unfinished ON send (session, row) WHERE state IN ('accepted', 'prepared', 'dispatched');
CREATE TABLE sent_bytes (
  session TEXT NOT NULL, message_id TEXT NOT NULL, chat TEXT NOT NULL, bytes BLOB NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (session, message_id)
) STRICT;
CREATE INDEX sent_bytes_age ON sent_bytes (created_at);
CREATE TABLE idempotency (
  scope TEXT NOT NULL, key TEXT NOT NULL, body_hash TEXT NOT NULL, status INTEGER, body TEXT, expires_at INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT;
CREATE INDEX idempotency_age ON idempotency (expires_at);

-- Who reads the log, and how far.
CREATE TABLE consumer (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, cursor_pos INTEGER NOT NULL, last_error TEXT, updated_at INTEGER NOT NULL
) STRICT;
`;
