import { phoneJid, type MessageId } from '@columba/core';
import type { SeenMessage } from '@columba/core/testing';
import type { ShownMessage, WorldEvent } from '@columba/simulator';
import { toSeen } from './sim-content.js';

type Level = 'delivered' | 'read' | 'played';
const LEVELS: readonly string[] = ['delivered', 'read', 'played'];

/** A message on a simulated phone, in the words of the contract. */
export function seenMessage(shown: ShownMessage, events: readonly WorldEvent[], viewer: string): SeenMessage {
  const { key, content, quoted, expiresAfter, copies, differing } = shown;
  const seen: SeenMessage = {
    id: key.id as MessageId,
    from: phoneJid(key.sender),
    content: toSeen(content),
    mentions: (shown.mentions ?? []).map((number) => phoneJid(number)),
    forwarded: shown.forwarded ?? false,
    copies,
    differingCopies: differing,
    edited: shown.edited,
    revoked: shown.revoked,
    starred: shown.starred,
    pinned: shown.pinned,
    reactions: byJid(shown.reactions),
    votes: byJid(shown.votes),
    receipts: receiptsFor(key.id, events, viewer),
  };
  if (shown.mentionsAll) seen.mentionsAll = true;
  if (quoted) seen.quoted = quoted.id as MessageId;
  if (expiresAfter) seen.expiresAfterSeconds = expiresAfter;
  return seen;
}

const byJid = <Value>(byNumber: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(byNumber).map(([number, value]) => [phoneJid(number), value]));

/** What others have reported back to the viewer, the furthest of each. */
function receiptsFor(id: string, events: readonly WorldEvent[], viewer: string): Record<string, Level> {
  const receipts: Record<string, Level> = {};
  for (const event of events) {
    if (event.name !== 'receipt.posted') continue;
    const { by, type, to, ids } = event.data.receipt;
    const reader = by.slice(0, by.indexOf(':'));
    if (to !== viewer || reader === viewer || !ids.includes(id) || !LEVELS.includes(type)) continue;
    const jid = phoneJid(reader);
    if (LEVELS.indexOf(type) > LEVELS.indexOf(receipts[jid] ?? '')) receipts[jid] = type as Level;
  }
  return receipts;
}
