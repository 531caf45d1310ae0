import type { ChangeContent, MessageContent, MessageNotes } from '../../world/content.js';
import { isSharedChat, type ChatId, type PhoneNumber } from '../../world/ids.js';
import type { Message } from '../../world/model.js';
import type { ShownMessage } from '../../world/view.js';
import type { WebContext } from '../context.js';
import type { MessageFact, MessageFields } from '../facts.js';
import { toFields, type SaidContent } from '../kinds/kinds.js';
import { ON_SERVER } from './acks.js';
import { keyFact, nameIn, partnerIn } from './keys.js';

/** As WhatsApp's own clients say it. */
const EVERYBODY = 1;

const CHANGES: Record<ChangeContent['kind'], true> = {
  reaction: true,
  edit: true,
  revoke: true,
  vote: true,
  pin: true,
};

export const isChange = (content: MessageContent): content is ChangeContent => Object.hasOwn(CHANGES, content.kind);

/** What was done to a message since, as far as it shows in the message itself. */
export type Since = Pick<ShownMessage, 'edited' | 'revoked' | 'revokedBy' | 'starred'> & {
  content?: MessageContent | undefined;
};

/** A message as the page of `me` has it. */
export function messageFact(context: WebContext, me: PhoneNumber, message: Message, since?: Since): MessageFact {
  const { key, at } = message;
  const { world, wids, acks } = context;
  const mine = key.sender === me;
  const chat = wids.target(partnerIn(key.chat, me));
  const self = nameIn(context, key.chat, me, me);
  return {
    key: keyFact(context, me, key),
    from: mine ? self : chat,
    to: mine ? chat : self,
    ...(isSharedChat(key.chat) ? { author: nameIn(context, key.chat, me, key.sender) } : {}),
    t: Math.floor(at / 1000),
    ack: mine ? acks.levelOf(message) : ON_SERVER,
    star: since?.starred ?? false,
    notifyName: world.directory.get(key.sender).name,
    sender: wids.addresses(key.sender),
    fields: since?.revoked ? revoked(context, me, message, since) : fieldsOf(context, me, message, since),
  };
}

const revoked = (context: WebContext, me: PhoneNumber, { key }: Message, { revokedBy }: Since): MessageFields => ({
  type: 'revoked',
  ...(revokedBy === undefined ? {} : { revokeSender: nameIn(context, key.chat, me, revokedBy) }),
});

function fieldsOf(context: WebContext, me: PhoneNumber, message: Message, since?: Since): MessageFields {
  const content = since?.content ?? message.content;
  const said: SaidContent =
    content && !isChange(content) ? content : { kind: 'unsupported', note: content?.kind ?? 'sealed' };
  const fields = toFields(said);
  const { directPath } = fields;
  return {
    ...fields,
    ...(typeof directPath === 'string' ? { directPath: context.files.pathOf(message.key, directPath) } : {}),
    ...notesFields(context, me, message.key.chat, message.notes ?? {}),
    ...(since?.edited ? { latestEditSenderTimestampMs: message.at } : {}),
  };
}

function notesFields(
  context: WebContext,
  me: PhoneNumber,
  chat: ChatId,
  { quoted, mentions, mentionsAll, forwarded, expiresAfter, secret }: MessageNotes,
): Record<string, unknown> {
  const quote = quoted && context.world.messages.find({ chat, ...quoted });
  return {
    ...(quoted
      ? {
          quotedStanzaID: quoted.id,
          quotedParticipant: nameIn(context, chat, me, quoted.sender),
          quotedMsg: quote?.content && !isChange(quote.content) ? toFields(quote.content) : { type: 'chat', body: '' },
        }
      : {}),
    ...(mentions ? { mentionedJidList: mentions.map((number) => nameIn(context, chat, me, number)) } : {}),
    ...(mentionsAll ? { nonJidMentions: EVERYBODY } : {}),
    ...(forwarded ? { isForwarded: true, forwardingScore: 1 } : {}),
    ...(expiresAfter === undefined ? {} : { ephemeralDuration: expiresAfter }),
    ...(secret === undefined ? {} : { messageSecret: [...Buffer.from(secret, 'hex')] }),
  };
}

/** What the page's fields say besides the content. */
export function notesIn({ wids }: WebContext, me: PhoneNumber, fields: MessageFields): MessageNotes {
  const { quotedStanzaID, quotedParticipant, mentionedJidList, nonJidMentions } = fields;
  const { isForwarded, ephemeralDuration, messageSecret } = fields;
  const quotedBy = typeof quotedParticipant === 'string' ? (wids.account(quotedParticipant) ?? me) : me;
  const mentions = (Array.isArray(mentionedJidList) ? (mentionedJidList as string[]) : []).flatMap(
    (wid) => wids.account(wid) ?? [],
  );
  return {
    ...(typeof quotedStanzaID === 'string' ? { quoted: { id: quotedStanzaID, sender: quotedBy } } : {}),
    ...(mentions.length > 0 ? { mentions } : {}),
    ...(typeof nonJidMentions === 'number' && nonJidMentions > 0 ? { mentionsAll: true as const } : {}),
    ...(isForwarded === true ? { forwarded: true } : {}),
    ...(typeof ephemeralDuration === 'number' && ephemeralDuration > 0 ? { expiresAfter: ephemeralDuration } : {}),
    ...(Array.isArray(messageSecret)
      ? {
          secret: Buffer.from(messageSecret as number[])
            .toString('hex')
            .toUpperCase(),
        }
      : {}),
  };
}
