/** Who may write: one process at a time, and in it one engine of each session at a time. Numbers only rise. */
export const ownership = `
CREATE TABLE ownership (
  id INTEGER PRIMARY KEY CHECK (id = 1), generation INTEGER NOT NULL, taken_at INTEGER NOT NULL
) STRICT;
CREATE TABLE session_lease (
  session TEXT PRIMARY KEY, fence INTEGER NOT NULL, generation INTEGER NOT NULL, taken_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
