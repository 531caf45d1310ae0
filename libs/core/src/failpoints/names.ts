/**
 * Every place at which a fault can be provoked, and what is true there. They stand between a step that must be durable
 * and what follows from it; `test/faults/` strikes at each of them.
 */
export const FAILPOINTS = {
  'in.raw.before': 'A stanza has come and nothing of it is stored.',
  'in.raw.after': 'A stanza is in the journal; the library has not seen it.',
  'in.decrypt.before': 'A ciphertext is opened; neither the ratchet step nor the plaintext is stored.',
  'in.decrypt.after': 'Ratchet step and plaintext are stored; nothing is acknowledged.',
  'in.receipt.before': 'A stanza is stored, and its receipt or ack is about to be written.',
  'in.receipt.after': 'The receipt or ack is written to the connection.',
  'in.event.before': 'All of an event is written and not committed.',
  'in.event.after': 'The event is in the log and nobody has heard of it.',
  'keys.before': 'A change of Signal keys is written and not committed.',
  'keys.after': 'A change of Signal keys is durable.',
  'creds.before': 'A new version of the credentials is written and not committed.',
  'creds.after': 'A new version of the credentials is durable.',
  'send.key.after': 'The idempotency key of a request is taken; nothing of the send is stored.',
  'send.accept.after': 'A send is accepted and stored; the caller has no answer.',
  'send.answer.before': 'The answer to a send is made; it is not stored under its idempotency key.',
  'send.answer.after': 'The answer is stored under its key; the caller has not got it.',
  'send.dispatch.after': 'A send is marked as on its way; the engine has not got it.',
  'send.bytes.after': 'The exact bytes of a message are stored; none of them has left.',
  'send.write.before': 'The library is about to encrypt a message and write it to the connection.',
  'send.write.after': 'The message is written to the connection; nothing is noted of it.',
  'send.settle.before': 'What became of a send is written and not committed.',
  'send.settle.after': 'What became of a send is durable.',
  'relay.deliver.before': 'An event is about to go to a consumer.',
  'relay.deliver.after': 'A consumer has taken an event; its cursor is the old one.',
  'relay.cursor.after': 'The cursor of a consumer has moved.',
  'start.locked': 'The data directory is ours; the database is not open.',
  'start.migrate': 'A step of the schema is written and not committed.',
  'start.opened': 'The database is open and up to date.',
  'start.listening': 'HTTP answers; no session has started.',
  'start.sessions': 'All sessions that start by themselves have been started.',
  'stop.begun': 'The order to stop has come.',
  'stop.engines': 'The engines have stopped; the database is open.',
  'stop.stored': 'The database is closed.',
  'storage.write': 'A write, or the commit of several, is about to happen. For refusals of the disk at the n-th write.',
} as const;

export type FailpointName = keyof typeof FAILPOINTS;

export const FAILPOINT_NAMES = Object.keys(FAILPOINTS) as FailpointName[];

export const isFailpoint = (name: string): name is FailpointName => Object.hasOwn(FAILPOINTS, name);
