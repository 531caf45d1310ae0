import type { proto } from 'baileys-codec/WAProto/index.js';
import type { MessageNotes } from '../../world/content.js';
import type { Scene } from './kinds/kind.js';

type Part = { contextInfo?: proto.IContextInfo | null };

/** All members of the group. */
const EVERYBODY = 1;
/** Parts for devices, which stand beside what is said. */
const BESIDE = ['messageContextInfo', 'senderKeyDistributionMessage'];

/** The part of a message that says something, and can carry a context. */
function partOf(message: proto.IMessage): Part | undefined {
  const captioned = message.documentWithCaptionMessage?.message;
  if (captioned) return partOf(captioned);
  const [, part] =
    Object.entries(message).find(
      ([name, value]) => !BESIDE.includes(name) && typeof value === 'object' && value !== null,
    ) ?? [];
  return part as Part | undefined;
}

export function writeNotes(message: proto.IMessage, notes: MessageNotes, scene: Scene): proto.IMessage {
  const { quoted, mentions, mentionsAll, forwarded, expiresAfter, secret } = notes;
  const { jids, addressing } = scene;
  const context: proto.IContextInfo = {};
  if (quoted) {
    context.stanzaId = quoted.id;
    context.participant = jids.of(quoted.sender, addressing);
    context.quotedMessage = { conversation: '' };
  }
  if (mentions?.length) context.mentionedJid = mentions.map((account) => jids.of(account, addressing));
  if (mentionsAll) context.nonJidMentions = EVERYBODY;
  if (forwarded) Object.assign(context, { isForwarded: true, forwardingScore: 1 });
  if (expiresAfter !== undefined) context.expiration = expiresAfter;
  const part = partOf(message);
  if (part && Object.keys(context).length > 0) part.contextInfo = context;
  if (secret === undefined) return message;
  return {
    ...message,
    messageContextInfo: { ...message.messageContextInfo, messageSecret: Buffer.from(secret, 'hex') },
  };
}

export function notesIn(message: proto.IMessage, { jids }: Scene): MessageNotes {
  const context = partOf(message)?.contextInfo;
  const secret = message.messageContextInfo?.messageSecret;
  const notes: MessageNotes = secret?.length ? { secret: Buffer.from(secret).toString('hex') } : {};
  if (!context) return notes;
  const author = context.participant ? jids.account(context.participant) : undefined;
  if (context.stanzaId && author !== undefined) notes.quoted = { sender: author, id: context.stanzaId };
  const mentions = (context.mentionedJid ?? []).flatMap((jid) => jids.account(jid) ?? []);
  if (mentions.length > 0) notes.mentions = mentions;
  if (context.nonJidMentions) notes.mentionsAll = true;
  if (context.isForwarded) notes.forwarded = true;
  if (context.expiration) notes.expiresAfter = context.expiration;
  return notes;
}
