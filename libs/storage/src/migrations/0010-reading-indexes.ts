/** What waits for a consumer is read lane by lane, and the log by types of which there may be few. */
export const readingIndexes = `
CREATE INDEX delivery_lane ON delivery (consumer, state, lane, pos);
CREATE INDEX event_type ON event (type, pos);
`;
