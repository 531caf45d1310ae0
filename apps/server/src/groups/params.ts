/** The group in a path, as the document shows it. */
export const GROUP_PARAM = {
  name: 'groupId',
  description: 'Address of the group.',
  schema: { type: 'string' as const, maxLength: 128 },
  example: '120363025246125486@g.us',
};
