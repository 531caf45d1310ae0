/** The webhook in a path, as the document shows it. */
export const WEBHOOK_PARAM = {
  name: 'webhookId',
  description: 'Id of the webhook.',
  schema: { type: 'string' as const, format: 'uuid' },
};
