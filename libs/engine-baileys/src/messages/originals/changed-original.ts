import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import type { Fact, Original } from '@columba/core';
import { originalOf, type OriginalBook } from './original-book.js';

/** What is kept of messages after they were edited or revoked: the new words, or nothing. */
export function changedOriginals(facts: readonly Fact[], book: OriginalBook): Original[] {
  return facts.flatMap((made): Original[] => {
    if (made.type === 'message.revoked')
      return [{ chat: made.data.chat, id: made.data.messageId, bytes: new Uint8Array() }];
    if (made.type !== 'message.edited') return [];
    const target = { chat: made.data.chat, id: made.data.messageId };
    const found = book.find(target);
    return found ? [originalOf(reworded(found, made.data.text), target)] : [];
  });
}

function reworded(message: proto.Message, text: string): proto.IMessage {
  const said = normalizeMessageContent(message);
  if (!said) return message;
  if (said.conversation) said.conversation = text;
  else if (said.extendedTextMessage) said.extendedTextMessage.text = text;
  else {
    const media = said.imageMessage ?? said.videoMessage ?? said.documentMessage;
    if (media) media.caption = text;
  }
  return message;
}
