/** The chat and the message in a path, as the document shows them. */
export const CHAT_PARAM = {
  name: 'chatId',
  description: 'A phone number or an address of WhatsApp.',
  schema: { type: 'string' as const, maxLength: 128 },
  example: '4915123456789@s.whatsapp.net',
};

export const MESSAGE_PARAM = {
  name: 'messageId',
  description: "WhatsApp's id of the message.",
  schema: { type: 'string' as const, pattern: '^[A-Za-z0-9._-]{1,128}$' },
  example: '3EB0A1B2C3D4E5F60718',
};
