import { randomBytes } from 'node:crypto';
import { getContentType, normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import { NotAllowedError } from '@columba/core';

const VIEW_ONCE = ['viewOnceMessage', 'viewOnceMessageV2', 'viewOnceMessageV2Extension'] as const;
const SECRET_BYTES = 32;

/**
 * The same content for another chat, without whom it mentions and what it answers.
 * @param disappearingSeconds as it is set for that chat; 0: it stays
 * @throws NotAllowedError for what its author let be seen once only
 */
export function forwarded(original: proto.Message, disappearingSeconds = 0): proto.IMessage {
  const said = normalizeMessageContent(original);
  const field = getContentType(said);
  const media = said?.imageMessage ?? said?.videoMessage ?? said?.audioMessage;
  if (media?.viewOnce || VIEW_ONCE.some((kind) => original[kind]))
    throw new NotAllowedError('What can be seen once only cannot be forwarded');
  if (!said || !field) throw new NotAllowedError('There is nothing in this message that could be forwarded');
  const copy = proto.Message.decode(proto.Message.encode(said).finish());
  delete copy.messageContextInfo;
  if (field === 'conversation') {
    const text = copy.conversation ?? '';
    return { extendedTextMessage: { text, contextInfo: passedOn(undefined, disappearingSeconds) } };
  }
  const part = copy[field] as { contextInfo?: proto.IContextInfo | null };
  part.contextInfo = passedOn(part.contextInfo, disappearingSeconds);
  // Answers belong to one message: this one is to have its own.
  if (needsSecret(copy)) copy.messageContextInfo = { messageSecret: randomBytes(SECRET_BYTES) };
  return copy;
}

const passedOn = (before: proto.IContextInfo | null | undefined, disappearingSeconds: number): proto.IContextInfo => ({
  isForwarded: true,
  forwardingScore: (before?.forwardingScore ?? 0) + 1,
  ...(disappearingSeconds > 0 ? { expiration: disappearingSeconds } : {}),
});

const needsSecret = (message: proto.IMessage): boolean =>
  Boolean(message.pollCreationMessage ?? message.pollCreationMessageV3 ?? message.eventMessage);
