/** The person in a path, as the document shows it. */
export const CONTACT_PARAM = {
  name: 'contactId',
  description: 'A phone number or an address of WhatsApp.',
  schema: { type: 'string' as const, maxLength: 128 },
  example: '4915123456789@s.whatsapp.net',
};
