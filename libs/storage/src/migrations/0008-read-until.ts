/** Up to where a chat was read on some device: a message of before then that is told later is not unread. */
export const readUntil = `
ALTER TABLE chat ADD COLUMN read_until INTEGER;
`;
