/** Messages in their engine's own encoding: to be forwarded and quoted word for word. */
export const originals = `
CREATE TABLE original (
  session TEXT NOT NULL, chat TEXT NOT NULL, message_id TEXT NOT NULL, bytes BLOB NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (session, chat, message_id)
) STRICT;
CREATE INDEX original_age ON original (created_at);
`;
