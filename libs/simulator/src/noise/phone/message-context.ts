import type { proto } from 'baileys-codec/WAProto/index.js';
import type { MessageContext } from '../../world/message-context.js';
import type { JidBook } from '../jid.js';

/** The message with its context in the protocol's form. */
export function withContext(
  message: proto.IMessage,
  context: MessageContext | undefined,
  author: string,
  jids: JidBook,
): proto.IMessage {
  if (!context) return message;
  const { quoted, mentions, forwarded, expiresSeconds } = context;
  const contextInfo: proto.IContextInfo = {
    ...(quoted === undefined ? {} : { stanzaId: quoted, participant: author, quotedMessage: { conversation: '' } }),
    ...(mentions ? { mentionedJid: mentions.map((number) => jids.of(number, 'pn')) } : {}),
    ...(forwarded ? { isForwarded: true, forwardingScore: 1 } : {}),
    ...(expiresSeconds === undefined ? {} : { expiration: expiresSeconds }),
  };
  const entries = Object.entries(message).map(([name, part]: [string, unknown]) =>
    typeof part === 'object' && part !== null ? [name, { ...part, contextInfo }] : [name, part],
  );
  return Object.fromEntries(entries) as proto.IMessage;
}

/** The neutral context of a decrypted message; undefined when it has none. */
export function toContext(message: proto.IMessage, jids: JidBook): MessageContext | undefined {
  const parts = Object.values(message as Record<string, { contextInfo?: proto.IContextInfo | null } | null>);
  const info = parts.find((part) => typeof part === 'object' && part?.contextInfo)?.contextInfo;
  if (!info) return undefined;
  const context: MessageContext = {};
  if (info.stanzaId) context.quoted = info.stanzaId;
  if (info.mentionedJid?.length) context.mentions = info.mentionedJid.flatMap((jid) => jids.account(jid) ?? []);
  if (info.isForwarded) context.forwarded = true;
  if (info.expiration) context.expiresSeconds = info.expiration;
  return Object.keys(context).length > 0 ? context : undefined;
}
