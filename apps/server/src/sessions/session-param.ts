/** The session in a path, as the document shows it. */
export const SESSION_PARAM = {
  name: 'session',
  description: 'Name of the session.',
  schema: { type: 'string' as const, pattern: '^[a-z0-9][a-z0-9_-]{0,63}$' },
  example: 'home',
};
