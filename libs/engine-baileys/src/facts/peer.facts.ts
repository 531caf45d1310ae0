import { proto, type BinaryNode } from '@whiskeysockets/baileys';
import { fact, messageDedupe, type Fact, type MessageId, type Original } from '@columba/core';
import { timeOf } from '../journal/stanza.js';
import { originalOf } from '../messages/originals/original-book.js';
import { toMessage } from '../messages/message.mapper.js';
import { copiedParties } from '../people/copied-parties.js';
import { withNamedPeople } from '../people/named-people.js';
import { isMe } from '../people/parties.js';
import { openMessage } from './message.facts.js';
import { done, type Reading, type ReadScope } from './reading.js';

const { Type } = proto.Message.ProtocolMessage;

/** Tells whether the library has stored what a message between devices brought. */
export interface PeerEffects {
  hasAppStateKeys(ids: string[]): Promise<boolean>;
}

/**
 * A message from our own phone to this device. Its effect is the library's work, which it does only after its receipt;
 * so the row stays until the effect is stored.
 */
export async function readPeer(node: BinaryNode, scope: ReadScope, effects: PeerEffects): Promise<Reading> {
  if (!isMe(node.attrs.from, scope.me)) return { kind: 'dead', reason: 'a stranger posing as our own phone' };
  const { info, opened } = await openMessage(node, scope);
  const cleared = opened.map(({ hash }) => hash);
  if (opened.length > 0 && opened.every((part) => part.cleared)) return done();
  if (!info.message) return { kind: 'later' };
  const message = info.message.protocolMessage;
  if (!message) return done([], cleared);
  const keyIds = (message.appStateSyncKeyShare?.keys ?? []).map(({ keyId }) =>
    Buffer.from(keyId?.keyId ?? []).toString('base64'),
  );
  if (keyIds.length > 0 && !(await effects.hasAppStateKeys(keyIds))) return { kind: 'later' };
  const notice = message.historySyncNotification;
  if (notice) return { kind: 'history', notice, cleared };
  if (message.type !== Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE) return done([], cleared);
  const { facts, originals } = await resent(message, node, scope);
  return done(facts, cleared, originals);
}

/** The phone's own copies of messages that this device could not open. */
async function resent(
  message: proto.Message.IProtocolMessage,
  node: BinaryNode,
  scope: ReadScope,
): Promise<{ facts: Fact[]; originals: Original[] }> {
  const results = message.peerDataOperationRequestResponseMessage?.peerDataOperationResult ?? [];
  const copies = results
    .map((result) => result.placeholderMessageResendResponse?.webMessageInfoBytes)
    .filter((bytes): bytes is Uint8Array => bytes instanceof Uint8Array)
    .map((bytes) => proto.WebMessageInfo.decode(bytes));
  const recovered = await Promise.all(copies.map((copy) => recoveredFact(copy, node, scope)));
  const facts = recovered.filter((made) => made !== undefined);
  const originals = recovered.flatMap((made, index) => {
    const said = copies[index]?.message;
    return made && said && 'message' in made.data ? [originalOf(said, made.data.message.key)] : [];
  });
  return { facts, originals };
}

async function recoveredFact(
  copy: proto.IWebMessageInfo,
  node: BinaryNode,
  scope: ReadScope,
): Promise<Fact | undefined> {
  const parties = await copiedParties(copy, scope.book, scope.me);
  if (!parties) return undefined;
  const occurredAt = copy.messageTimestamp
    ? new Date(Number(copy.messageTimestamp) * 1000)
    : timeOf(node, scope.receivedAt);
  const origin = parties.fromMe ? ('device' as const) : ('contact' as const);
  const recovered = toMessage({ id: copy.key?.id as MessageId, parties, occurredAt, origin, proto: copy.message });
  if (!recovered) return undefined;
  const base = { occurredAt, late: true, chat: parties.chat };
  const message = await withNamedPeople(recovered, scope.book, scope.me);
  return fact('message.recovered', { message }, messageDedupe(recovered.key), base);
}
