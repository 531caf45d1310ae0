/** The consumer in a path, as the document shows it. */
export const CONSUMER_PARAM = {
  name: 'consumerId',
  description: 'Id of the consumer.',
  schema: { type: 'string' as const, maxLength: 64 },
};
