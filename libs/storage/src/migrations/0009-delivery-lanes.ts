/** What waits for a consumer is read lane by lane. */
export const deliveryLanes = `
CREATE INDEX delivery_lane ON delivery (consumer, state, lane, pos);
`;
