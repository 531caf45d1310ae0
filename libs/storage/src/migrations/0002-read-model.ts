/**
 * The read model grows up: what was told of a chat is a column each (NULL: nobody told), people have all their names,
 * groups, reactions, votes and receipts hang on persons instead of addresses, and texts can be searched.
 */
export const readModel = `
CREATE TABLE chat_next (
  row INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT,
  listed INTEGER NOT NULL DEFAULT 1, last_activity_at INTEGER NOT NULL DEFAULT 0,
  -- Messages up to here were removed; history does not bring them back.
  cleared_at INTEGER,
  unread_count INTEGER NOT NULL DEFAULT 0, unread_told INTEGER NOT NULL DEFAULT 0,
  marked_unread INTEGER, archived INTEGER, pinned INTEGER, muted_until INTEGER, disappearing_seconds INTEGER,
  read_only INTEGER, UNIQUE (session, id)
) STRICT;
INSERT INTO chat_next (session, id, kind, name, last_activity_at, unread_count, marked_unread, archived, pinned,
    muted_until, disappearing_seconds, read_only)
  SELECT session, id,
    CASE WHEN id = 'status@broadcast' THEN 'status' WHEN id LIKE '%@g.us' THEN 'group'
      WHEN id LIKE '%@newsletter' THEN 'channel' WHEN id LIKE '%@broadcast' THEN 'broadcast' ELSE 'person' END,
    name, coalesce(last_activity_at, 0), unread_count, settings ->> '$.markedUnread', settings ->> '$.archived',
    settings ->> '$.pinned', CAST(unixepoch(settings ->> '$.mutedUntil') * 1000 AS INTEGER),
    settings ->> '$.disappearingSeconds', settings ->> '$.readOnly'
  FROM chat;
DROP TABLE chat;
ALTER TABLE chat_next RENAME TO chat;
CREATE INDEX chat_recent ON chat (session, last_activity_at DESC, row DESC) WHERE listed = 1;

-- A removed message stays as an empty row, so that nothing brings it back.
ALTER TABLE message ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN has_media INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN original TEXT;
UPDATE message SET kind = data ->> '$.content.kind', has_media = data -> '$.content.media' IS NOT NULL,
  starred = coalesce(data ->> '$.starred', 0);
CREATE INDEX message_time ON message (session, occurred_at DESC, row DESC);
CREATE INDEX message_starred ON message (session, occurred_at DESC, row DESC) WHERE starred = 1;

CREATE VIRTUAL TABLE message_text USING fts5(
  text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO message_text (rowid, text)
  SELECT row, concat_ws(' ', data ->> '$.content.text', data ->> '$.content.caption', data ->> '$.content.question')
  FROM message;
CREATE TRIGGER message_text_gone AFTER DELETE ON message BEGIN
  DELETE FROM message_text WHERE rowid = old.row;
END;

-- name is the one to show; the folded ones are for sorting and searching.
ALTER TABLE person ADD COLUMN saved_name TEXT;
ALTER TABLE person ADD COLUMN push_name TEXT;
ALTER TABLE person ADD COLUMN verified_name TEXT;
ALTER TABLE person ADD COLUMN business INTEGER;
ALTER TABLE person ADD COLUMN blocked INTEGER;
ALTER TABLE person ADD COLUMN picture_id TEXT;
ALTER TABLE person ADD COLUMN about TEXT;
ALTER TABLE person ADD COLUMN sort_name TEXT NOT NULL DEFAULT '\u{10FFFF}';
ALTER TABLE person ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
UPDATE person SET push_name = name, sort_name = lower(name), search_text = lower(name) WHERE name IS NOT NULL;
CREATE INDEX person_name ON person (session, sort_name, id);

CREATE TABLE receipt_next (
  session TEXT NOT NULL, message_id TEXT NOT NULL, person_id INTEGER NOT NULL, status TEXT NOT NULL,
  changed_at INTEGER NOT NULL, PRIMARY KEY (session, message_id, person_id)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO receipt_next
  SELECT receipt.session, message_id, person_id, status, changed_at FROM receipt
  JOIN alias ON alias.session = receipt.session AND alias = participant ORDER BY changed_at DESC;
DROP TABLE receipt;
ALTER TABLE receipt_next RENAME TO receipt;
CREATE INDEX receipt_person ON receipt (person_id);

-- emoji NULL: taken back. It stays, so that an older one that comes late does not return.
CREATE TABLE reaction (
  session TEXT NOT NULL, chat TEXT NOT NULL, message_id TEXT NOT NULL, person_id INTEGER NOT NULL, emoji TEXT,
  reacted_at INTEGER NOT NULL, PRIMARY KEY (session, chat, message_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reaction_person ON reaction (person_id);
CREATE TABLE vote (
  session TEXT NOT NULL, chat TEXT NOT NULL, message_id TEXT NOT NULL, person_id INTEGER NOT NULL, options TEXT NOT NULL,
  voted_at INTEGER NOT NULL, PRIMARY KEY (session, chat, message_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX vote_person ON vote (person_id);

CREATE TABLE chat_group (
  session TEXT NOT NULL, id TEXT NOT NULL, subject TEXT NOT NULL, sort_subject TEXT NOT NULL, is_member INTEGER NOT NULL,
  owner_id INTEGER, details TEXT NOT NULL, updated_at INTEGER NOT NULL, PRIMARY KEY (session, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_group_subject ON chat_group (session, sort_subject, id) WHERE is_member = 1;
CREATE TABLE group_member (
  session TEXT NOT NULL, group_id TEXT NOT NULL, person_id INTEGER NOT NULL, role TEXT NOT NULL,
  PRIMARY KEY (session, group_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_person ON group_member (person_id);

-- How far the past has been taken in, by the name of what the phone handed over.
CREATE TABLE history_progress (
  session TEXT NOT NULL, name TEXT NOT NULL, batches INTEGER NOT NULL, chats INTEGER NOT NULL, contacts INTEGER NOT NULL,
  messages INTEGER NOT NULL, updated_at INTEGER NOT NULL, finished_at INTEGER, PRIMARY KEY (session, name)
) STRICT;
CREATE INDEX history_progress_age ON history_progress (finished_at) WHERE finished_at IS NOT NULL;

-- Claims are held in memory; on disk is what was accepted or answered.
DELETE FROM idempotency WHERE status IS NULL;
CREATE TABLE write_check (id INTEGER PRIMARY KEY CHECK (id = 1), checked_at INTEGER NOT NULL) STRICT;
`;
