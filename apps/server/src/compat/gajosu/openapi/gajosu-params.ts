/** Parameters of paths, as the document shows them. */
export const CHAT_ID = {
  name: 'id',
  description: 'A chat: `…@c.us` is a person, `…@g.us` a group; a bare number is a person too.',
  schema: { type: 'string' as const, maxLength: 128 },
  example: '34123456789@c.us',
};

export const GROUP_ID = {
  name: 'id',
  description: 'A group, `…@g.us`.',
  schema: { type: 'string' as const, maxLength: 128 },
  example: '120363000000000001@g.us',
};

export const CONTACT_ID = { ...CHAT_ID, description: 'A contact: `…@c.us` or a bare number.' };

export const MESSAGE_ID = {
  name: 'messageId',
  description: 'A message, by its short id (`3EB0…`) or by `_serialized`.',
  schema: { type: 'string' as const, maxLength: 256 },
  example: '3EB0AAA',
};

export const INVITE_CODE = {
  name: 'code',
  description: 'What stands behind `https://chat.whatsapp.com/`.',
  schema: { type: 'string' as const, maxLength: 128 },
  example: '1d243d3d3d3',
};
