import { normalizeMessageContent, proto, toNumber } from '@whiskeysockets/baileys';
import {
  fact,
  isPerson,
  messageDedupe,
  type DedupeKey,
  type EventMap,
  type Fact,
  type MessageId,
  type MessageKey,
} from '@columba/core';
import { toKey } from '../messages/message.mapper.js';
import { toContent } from '../messages/content/incoming.js';
import type { Parties } from '../people/parties.js';

const { Type } = proto.Message.ProtocolMessage;

/** A message about another message. */
export interface Change {
  id: MessageId;
  parties: Parties;
  base: { occurredAt: Date; late: boolean; chat: Parties['chat'] };
}

/**
 * Facts of messages that change something else instead of saying something: edits, revokes, reactions, pins.
 * @returns `undefined` for messages that do say something.
 */
export function changeFacts(message: proto.IMessage, change: Change): Fact[] | undefined {
  const inner = normalizeMessageContent(message);
  if (inner?.reactionMessage) return reaction(inner.reactionMessage, change);
  if (inner?.pinInChatMessage) return pin(inner.pinInChatMessage, message, change);
  if (inner?.protocolMessage) return protocol(inner.protocolMessage, change);
  return undefined;
}

/** Whether this changes another message, by these facts or by those of a vote, and is none by itself. */
export function isChange(message: proto.IMessage): boolean {
  const inner = normalizeMessageContent(message);
  return Boolean(
    inner?.reactionMessage ?? inner?.pinInChatMessage ?? inner?.protocolMessage ?? inner?.pollUpdateMessage,
  );
}

function reaction({ key, text }: proto.Message.IReactionMessage, change: Change): Fact[] {
  const target = targetOf(key, change);
  return target ? [made('message.reacted', { ...target, emoji: text || null }, 'reaction', change)] : [];
}

function pin({ key, type }: proto.Message.IPinInChatMessage, message: proto.IMessage, change: Change): Fact[] {
  const target = targetOf(key, change);
  if (!target) return [];
  const pinned = type === proto.Message.PinInChatMessage.Type.PIN_FOR_ALL;
  const seconds = message.messageContextInfo?.messageAddOnDurationInSecs;
  const until = pinned && seconds ? { until: new Date(change.base.occurredAt.getTime() + seconds * 1000) } : {};
  return [made('message.pinned', { ...target, pinned, ...until }, 'pin', change)];
}

function protocol(message: proto.Message.IProtocolMessage, change: Change): Fact[] {
  if (message.type === Type.EPHEMERAL_SETTING) return disappearing(message.ephemeralExpiration ?? 0, change);
  const target = targetOf(message.key, change);
  if (!target) return [];
  if (message.type === Type.REVOKE)
    return [made('message.revoked', { ...target, scope: 'everyone' }, 'revoke', change)];
  if (message.type !== Type.MESSAGE_EDIT) return [];
  const content = toContent(message.editedMessage, target.messageId);
  if (!content) return [];
  const at = toNumber(message.timestampMs);
  const editedAt = at ? new Date(at) : change.base.occurredAt;
  return [made('message.edited', { ...target, text: textOf(content), editedAt }, 'edit', change)];
}

/** Groups tell it by a notice of their own, which only those can cause who may. */
function disappearing(disappearingSeconds: number, { id, parties, base }: Change): Fact[] {
  if (!isPerson(parties.chat)) return [];
  const chat = { id: parties.chat, disappearingSeconds };
  const dedupe = [...messageDedupe(toKey(id, parties)), 'disappearing'];
  return [fact('chat.updated', { chat, changed: ['disappearingSeconds'] }, dedupe, base)];
}

function targetOf(key: proto.IMessageKey | null | undefined, { parties }: Change) {
  if (!key?.id) return undefined;
  return { messageId: key.id as MessageId, chat: parties.chat, by: parties.sender };
}

/** The text that an edit puts in place: of a text message, or the caption of media. */
function textOf(content: NonNullable<ReturnType<typeof toContent>>): string {
  if (content.kind === 'text') return content.text;
  return 'caption' in content ? (content.caption ?? '') : '';
}

function made<T extends 'message.pinned' | 'message.reacted' | 'message.revoked' | 'message.edited'>(
  type: T,
  data: EventMap[T],
  kind: string,
  { id, parties, base }: Change,
): Fact {
  const target: MessageKey = { ...toKey(data.messageId, parties) };
  return fact(type, data, [...messageDedupe(target), kind, id] satisfies DedupeKey, base);
}
