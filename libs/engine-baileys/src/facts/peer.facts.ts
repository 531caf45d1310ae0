import { proto, type BinaryNode } from '@whiskeysockets/baileys';
import { fact, messageDedupe, type Fact, type MessageId, type Original } from '@columba/core';
import { timeOf } from '../journal/stanza.js';
import { copiedParties } from '../people/copied-parties.js';
import { isMe } from '../people/parties.js';
import { factsOf, openMessage, originalsOf } from './message.facts.js';
import { done, type Reading, type ReadScope } from './reading.js';

const { Type } = proto.Message.ProtocolMessage;

/** Tells whether the library has stored what a message between devices brought. */
export interface PeerEffects {
  hasAppStateKeys(ids: string[]): Promise<boolean>;
}

/** What came of a copy. */
interface Recovered {
  facts: Fact[];
  originals: Original[];
  opened: string[];
}

const NOTHING: Recovered = { facts: [], originals: [], opened: [] };

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
  const copies = await Promise.all(copiesIn(message).map((copy) => recovered(copy, node, scope)));
  return done(
    copies.flatMap(({ facts }) => facts),
    cleared,
    copies.flatMap(({ originals }) => originals),
    copies.flatMap(({ opened }) => opened),
  );
}

/** The phone's own copies of messages that this device could not open. */
function copiesIn(message: proto.Message.IProtocolMessage): proto.IWebMessageInfo[] {
  const results = message.peerDataOperationRequestResponseMessage?.peerDataOperationResult ?? [];
  return results
    .map((result) => result.placeholderMessageResendResponse?.webMessageInfoBytes)
    .filter((bytes): bytes is Uint8Array => bytes instanceof Uint8Array)
    .map((bytes) => proto.WebMessageInfo.decode(bytes));
}

async function recovered(copy: proto.IWebMessageInfo, node: BinaryNode, scope: ReadScope): Promise<Recovered> {
  const { message: said, key } = copy;
  const parties = await copiedParties(copy, scope.book, scope.me);
  if (!parties || !said || !key?.id) return NOTHING;
  const occurredAt = copy.messageTimestamp
    ? new Date(Number(copy.messageTimestamp) * 1000)
    : timeOf(node, scope.receivedAt);
  const origin = parties.fromMe ? ('device' as const) : ('contact' as const);
  const parts = { id: key.id as MessageId, parties, occurredAt, origin };
  const facts = await factsOf(said, parts, { ...scope, late: true });
  return { facts: facts.map(asRecovered), originals: originalsOf(facts, said, scope), opened: [key.id] };
}

function asRecovered(made: Fact): Fact {
  if (made.type !== 'message.sent' && made.type !== 'message.received') return made;
  const { data, occurredAt, late } = made;
  const { key } = data.message;
  return fact('message.recovered', data, messageDedupe(key), { occurredAt, late, chat: key.chat });
}
