/** Each operation has one; it becomes the name of a class in generated clients. */
export const TAGS = {
  Sessions: 'Linked WhatsApp accounts: make, start, stop, remove.',
  Pairing: 'Linking a session to a phone, by QR or by code.',
  Messages: 'Send messages and read those that came and went.',
  Events: 'Everything that happened, in order, without gaps.',
  Webhooks: 'Addresses that events are posted to, signed, until they have arrived.',
  Consumers: 'Who reads the log, and how far each has come.',
  ApiKeys: 'Who may call this API.',
  System: 'Health, version, what the engines can do.',
} as const;
