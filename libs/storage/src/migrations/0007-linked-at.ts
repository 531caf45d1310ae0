/** When a phone accepted a session's device; unknown for those that were linked before this column was there. */
export const linkedAt = `
ALTER TABLE session ADD COLUMN linked_at INTEGER;
`;
