import {
  InvalidInputError,
  isPerson,
  type Jid,
  jidKind,
  jidUser,
  type MessageKey,
  parseJid,
  parseMessageId,
} from '@columba/core';

/** This dialect spells a phone `34123456789@c.us`; every other address is spelt as on the wire. */
export interface Wid {
  server: string;
  user: string;
  _serialized: string;
}

/** A message's id: `_serialized` is `{fromMe}_{remote}_{id}`, in groups followed by `_{participant}`. */
export interface SerializedMessageId {
  fromMe: boolean;
  remote: string;
  id: string;
  participant?: string;
  _serialized: string;
}

/** What a client may write for a message: the short id alone, or all of it. */
export type MessageIdInput = Pick<MessageKey, 'id'> & Partial<MessageKey>;

export function presentId(jid: Jid): string {
  return jidKind(jid) === 'phone' ? `${jidUser(jid)}@c.us` : jid;
}

/** @throws InvalidInputError when the text is neither an address nor a bare phone number. */
export function parseId(text: string): Jid {
  return parseJid(text);
}

export function presentWid(jid: Jid): Wid {
  const serialized = presentId(jid);
  return { server: serialized.slice(serialized.lastIndexOf('@') + 1), user: jidUser(jid), _serialized: serialized };
}

/** @throws InvalidInputError as {@link parseId}. */
export function parseWid({ _serialized: serialized }: Pick<Wid, '_serialized'>): Jid {
  return parseId(serialized);
}

export function presentMessageId({ chat, id, fromMe, participant }: MessageKey): SerializedMessageId {
  const remote = presentId(chat);
  // Only where several people write does the id name its author.
  const author = participant && !isPerson(chat) ? presentId(participant) : undefined;
  const serialized = [fromMe, remote, id, ...(author ? [author] : [])].join('_');
  return { fromMe, remote, id, ...(author && { participant: author }), _serialized: serialized };
}

/**
 * Reads the short form (`3EB0…`) and the serialized one.
 * @throws InvalidInputError when it is neither.
 */
export function parseMessageIdInput(text: string): MessageIdInput {
  if (!text.includes('@')) return { id: parseMessageId(text) };
  const [fromMe, remote, id, participant, ...rest] = text.split('_');
  if ((fromMe !== 'true' && fromMe !== 'false') || !remote || !id || rest.length > 0)
    throw new InvalidInputError(`'${text.slice(0, 80)}' is not a message id`);
  const key: MessageKey = { fromMe: fromMe === 'true', chat: parseId(remote), id: parseMessageId(id) };
  return participant ? { ...key, participant: parseId(participant) } : key;
}
