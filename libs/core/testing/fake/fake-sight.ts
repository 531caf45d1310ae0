import type { SeenChat, SeenMessage } from '../contract/scripted.js';
import type { FakeAccount } from './fake-account.js';
import type { FakeConversation } from './fake-conversation.js';
import type { FakeMessage } from './fake-conversation.js';

/** A message as the phone of `viewer` shows it. */
export function seenMessage(message: FakeMessage, viewer: FakeAccount): SeenMessage {
  const seen: SeenMessage = {
    id: message.id,
    from: message.from.jid,
    content: message.content,
    mentions: message.mentions.map(({ jid }) => jid),
    forwarded: message.forwarded,
    copies: message.copies,
    differingCopies: message.differingCopies,
    edited: message.editedAt !== undefined,
    revoked: message.revokedAt !== undefined,
    starred: message.starredBy.has(viewer),
    pinned: message.pinnedUntil !== undefined,
    reactions: byJid(message.reactions),
    votes: byJid(message.votes),
    receipts: byJid(message.receipts),
  };
  if (message.bytes) seen.bytes = message.bytes;
  if (message.mentionsAll) seen.mentionsAll = true;
  if (message.quoted) seen.quoted = message.quoted;
  if (message.disappearingSeconds) seen.expiresAfterSeconds = message.disappearingSeconds;
  return seen;
}

export function seenChat(conversation: FakeConversation, viewer: FakeAccount): SeenChat {
  const { archived, pinned, mutedUntil, markedUnread, labelIds, removed } = viewer.settingsOf(conversation.key);
  const shown = conversation.messages.filter((message) => !message.deletedBy.has(viewer));
  return {
    archived,
    pinned,
    mutedUntil,
    markedUnread,
    disappearingSeconds: conversation.disappearingSeconds,
    labelIds: [...labelIds],
    messages: shown.length,
    exists: !removed,
  };
}

function byJid<T>(values: ReadonlyMap<FakeAccount, T>): Record<string, T> {
  return Object.fromEntries([...values].map(([account, value]) => [account.jid, value]));
}
