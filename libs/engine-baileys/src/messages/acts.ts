import { normalizeMessageContent, proto, type MessageRelayOptions } from '@whiskeysockets/baileys';
import type { NamedFile } from '../media/media-part.js';
import { InvalidInputError, isPerson, jidKind, NotAllowedError, type MessageKey } from '@columba/core';
import type { Me } from '../people/parties.js';
import { toJid } from '../people/person.mapper.js';
import type { Poll } from './polls/poll-book.js';
import { sealVote } from './polls/vote-seal.js';

const ProtocolType = proto.Message.ProtocolMessage.Type;
const PinType = proto.Message.PinInChatMessage.Type;

/** How we name another message inside one of ours. */
export function wireKey({ chat, id, fromMe, participant }: MessageKey): proto.IMessageKey {
  return { remoteJid: chat, fromMe, id, ...(participant && !fromMe ? { participant } : {}) };
}

/**
 * @param file what the message carries: then its caption is edited
 * @throws NotAllowedError for what somebody else wrote; InvalidInputError where no words can stand
 */
export function editOf(target: MessageKey, text: string, at: Date, file?: NamedFile): proto.IMessage {
  if (!target.fromMe) throw new NotAllowedError('Only the sender can edit a message');
  const editedMessage = file ? captionOf(file, text) : { extendedTextMessage: { text } };
  const type = ProtocolType.MESSAGE_EDIT;
  return { protocolMessage: { key: wireKey(target), type, editedMessage, timestampMs: at.getTime() } };
}

const CAPTIONED: readonly string[] = ['imageMessage', 'videoMessage', 'documentMessage'];

function captionOf({ field, part }: NamedFile, caption: string): proto.IMessage {
  if (!CAPTIONED.includes(field)) throw new InvalidInputError('A message of this kind has no text to edit');
  const message = { [field]: { ...part, caption } };
  return field === 'documentMessage' ? { documentWithCaptionMessage: { message } } : message;
}

/** @throws NotAllowedError for what somebody else wrote in a chat of two; in a group it takes an admin */
export function revokeOf(target: MessageKey): proto.IMessage {
  if (!target.fromMe && isPerson(target.chat)) throw new NotAllowedError('Only the sender can revoke a message');
  return { protocolMessage: { key: wireKey(target), type: ProtocolType.REVOKE } };
}

export const reactionOf = (target: MessageKey, emoji: string | null, at: Date): proto.IMessage => ({
  reactionMessage: { key: wireKey(target), text: emoji ?? '', senderTimestampMs: at.getTime() },
});

export const pinOf = (target: MessageKey, seconds: number, at: Date): proto.IMessage => ({
  pinInChatMessage: {
    key: wireKey(target),
    type: seconds > 0 ? PinType.PIN_FOR_ALL : PinType.UNPIN_FOR_ALL,
    senderTimestampMs: at.getTime(),
  },
  ...(seconds > 0 ? { messageContextInfo: { messageAddOnDurationInSecs: seconds } } : {}),
});

/** @throws InvalidInputError for options that the poll does not have, and for too many of them */
export function voteOf(target: MessageKey, chosen: string[], poll: Poll, me: Me, at: Date): proto.IMessage {
  if (chosen.some((option) => !poll.options.includes(option)))
    throw new InvalidInputError('The poll has no such option');
  if (poll.selectableCount > 0 && chosen.length > poll.selectableCount)
    throw new InvalidInputError(`At most ${poll.selectableCount} options can be chosen`);
  const theirs = target.participant ?? target.chat;
  // Both are named in the same way, as the chat is.
  const voter = (jidKind(theirs) === 'lid' ? toJid(me.lid) : undefined) ?? toJid(me.id) ?? '';
  const creator = target.fromMe ? voter : theirs;
  return {
    pollUpdateMessage: {
      pollCreationMessageKey: wireKey(target),
      vote: sealVote(chosen, poll.secret, { pollId: target.id, creator, voter }),
      senderTimestampMs: at.getTime(),
    },
  };
}

type Marks = Pick<MessageRelayOptions, 'additionalAttributes' | 'additionalNodes'>;

/** What WhatsApp wants to know of a message that it cannot open; read from the message, so that a resend says the same. */
export function marksOf(message: proto.IMessage): Marks {
  const inner = normalizeMessageContent(message);
  const {
    protocolMessage: change,
    pinInChatMessage: pinned,
    pollUpdateMessage: vote,
    eventMessage: event,
  } = inner ?? {};
  if (pinned) return edit('2');
  if (change?.type === ProtocolType.MESSAGE_EDIT) return edit('1');
  if (change) return edit(change.key?.fromMe ? '7' : '8');
  if (vote) return meta({ polltype: 'vote' });
  if (event) return meta({ event_type: 'creation' });
  const poll = inner?.pollCreationMessage ?? inner?.pollCreationMessageV3;
  return poll ? meta({ polltype: 'creation' }) : {};
}

const edit = (kind: string): Marks => ({ additionalAttributes: { edit: kind } });
const meta = (attrs: Record<string, string>): Marks => ({ additionalNodes: [{ tag: 'meta', attrs }] });
