/** Where the log begins: a reader whose place lies before it has missed something. */
export const logStart = `
-- One row; everything up to there was removed for its age or for room.
CREATE TABLE log_start (id INTEGER PRIMARY KEY CHECK (id = 1), trimmed_pos INTEGER NOT NULL) STRICT;
INSERT INTO log_start SELECT 1, coalesce(
  (SELECT min(pos) - 1 FROM event), (SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0);
`;
