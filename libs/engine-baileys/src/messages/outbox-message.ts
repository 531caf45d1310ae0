import { generateWAMessage, proto } from '@whiskeysockets/baileys';
import type { Jid, MessageId, OutgoingContent, SendOptions, SentStore } from '@columba/core';
import type { Me } from '../people/parties.js';
import { contextOf } from './content/incoming.js';
import { fromContent } from './content/outgoing.js';

export interface Draft {
  chat: Jid;
  content: OutgoingContent;
  options: SendOptions;
}

/**
 * The exact message for an id: made once, stored before the first byte leaves, and the same again on every retry. A
 * poll keeps its secret so, and media its key.
 */
export async function messageFor({ chat, content, options }: Draft, me: Me, sent: SentStore): Promise<proto.Message> {
  const { messageId } = options;
  return keptMessage(sent, chat, messageId, async () => {
    const made = await generateWAMessage(chat, fromContent(content), {
      messageId,
      userJid: me.id,
      ...(options.disappearingSeconds ? { ephemeralExpiration: options.disappearingSeconds } : {}),
      upload: () => Promise.reject(new Error('Nothing of this kind is uploaded')),
    });
    const message = proto.Message.create(made.message ?? {});
    refer(message, chat, options, me, sent);
    return message;
  });
}

/** What was kept under the id, or what `make` makes, kept from now on. */
export async function keptMessage(
  sent: SentStore,
  chat: Jid,
  id: MessageId,
  make: () => proto.IMessage | Promise<proto.IMessage>,
): Promise<proto.Message> {
  const kept = sent.get(chat, id);
  if (kept) return proto.Message.decode(kept);
  const bytes = proto.Message.encode(await make()).finish();
  sent.keep(chat, id, bytes);
  // Somebody may have been faster; the first bytes count.
  return proto.Message.decode(sent.get(chat, id) ?? bytes);
}

/** Puts what the message quotes and whom it mentions into it. */
function refer(message: proto.Message, chat: Jid, { quoted, mentions }: SendOptions, me: Me, sent: SentStore): void {
  if (!quoted && !mentions?.length) return;
  const context: proto.IContextInfo = contextOf(message) ?? contextFor(message);
  if (mentions?.length) context.mentionedJid = mentions;
  if (!quoted) return;
  context.stanzaId = quoted.id;
  context.participant = quoted.fromMe ? me.id.replace(/:\d+@/, '@') : (quoted.participant ?? quoted.chat);
  if (quoted.chat !== chat) context.remoteJid = quoted.chat;
  // The recipient shows its own copy; what is not ours is not known here word for word.
  const own = quoted.fromMe ? sent.get(quoted.chat, quoted.id) : undefined;
  context.quotedMessage = own ? proto.Message.decode(own) : { conversation: '' };
}

/** Gives the message's own part a context to write into. */
function contextFor(message: proto.Message): proto.IContextInfo {
  const context: proto.IContextInfo = {};
  const part = Object.values(message as object).find(
    (value): value is { contextInfo?: proto.IContextInfo } => typeof value === 'object' && value !== null,
  );
  if (part) part.contextInfo = context;
  return context;
}
