import { cleanMessage, decryptMessageNode, NO_MESSAGE_FOUND_ERROR_TEXT, proto } from '@whiskeysockets/baileys';
import {
  fact,
  messageDedupe,
  messageFact,
  silentLogger,
  StorageError,
  type Fact,
  type Message,
  type MessageId,
  type MessageOrigin,
  type Original,
} from '@columba/core';
import type { BinaryNode, WAMessage } from '@whiskeysockets/baileys';
import { childOf, childrenOf, timeOf } from '../journal/stanza.js';
import { toMessage, toUnreadable, toViewOnce, type MessageParts } from '../messages/message.mapper.js';
import { changedOriginals } from '../messages/originals/changed-original.js';
import { originalOf } from '../messages/originals/original-book.js';
import { withNamedPeople } from '../people/named-people.js';
import { partiesOf, type Parties } from '../people/parties.js';
import type { Opened } from '../signal/plaintext-journal.js';
import { libraryLogger } from '../quiet/library-logger.js';
import { changeFacts } from './protocol.facts.js';
import { voteFacts } from './vote.facts.js';
import { done, type Reader, type Reading, type ReadScope } from './reading.js';

/** A message stanza, opened. */
export interface OpenedMessage {
  info: WAMessage;
  opened: Opened[];
}

/** An ordinary message: from somebody else, or a copy of what another device of this account sent. */
export const readMessage: Reader = async (node, scope) => {
  const parties = await partiesOf(node, scope.me, scope.book);
  if (!parties || !node.attrs.id) return { kind: 'dead', reason: 'names no chat or no id' };
  const parts: MessageParts = {
    id: node.attrs.id as MessageId,
    parties,
    occurredAt: timeOf(node, scope.receivedAt),
    origin: originOf(node.attrs.id, parties, scope),
  };
  const { info, opened } = await openMessage(node, scope);
  if (opened.length > 0 && opened.every(({ cleared }) => cleared)) return done();
  if (info.messageStubType === proto.WebMessageInfo.StubType.CIPHERTEXT) return unreadable(node, info, parts, scope);
  const cleared = opened.map(({ hash }) => hash);
  const facts = info.message ? await factsOf(info.message, parts, scope) : viewOnceOf(node, parts, scope);
  const originals = originalsOf(facts, info.message, scope);
  const people = [...renamed(parts, scope), ...verified(info, parts, scope)];
  return done([...facts, ...people], cleared, originals, [parts.id]);
};

/** Names come with messages, and nobody says when one is new. */
function renamed({ id, parties, occurredAt }: MessageParts, { names, late }: ReadScope): Fact[] {
  const { name: pushName, id: person } = parties.sender;
  if (parties.fromMe || !pushName || !names.shows(person, pushName)) return [];
  const data = { contact: { id: person, pushName }, changed: ['pushName'] };
  return [fact('contact.updated', data, ['push-name', id], { occurredAt, late, chat: parties.chat })];
}

/** With each message of a business stands the name that WhatsApp has verified. */
function verified({ verifiedBizName }: WAMessage, parts: MessageParts, { names, late }: ReadScope): Fact[] {
  const { id, parties, occurredAt } = parts;
  const { id: person } = parties.sender;
  if (parties.fromMe || !verifiedBizName || !names.isVerified(person, verifiedBizName)) return [];
  const contact = { id: person, verifiedName: verifiedBizName, business: true };
  const data = { contact, changed: ['verifiedName', 'business'] };
  return [fact('contact.updated', data, ['verified-name', id], { occurredAt, late, chat: parties.chat })];
}

/** Of what says something its words, of what changes another message the new ones. */
export function originalsOf(
  facts: Fact[],
  said: proto.IMessage | null | undefined,
  { originals }: ReadScope,
): Original[] {
  const [told] = facts;
  if (said && told && 'message' in told.data) return [originalOf(said, told.data.message.key)];
  return changedOriginals(facts, originals);
}

function originOf(id: string, { chat, fromMe }: Parties, { sent }: ReadScope): MessageOrigin {
  if (!fromMe) return 'contact';
  return sent.get(chat, id as MessageId) ? 'api' : 'device';
}

/** Opens all parts of a message. Storage trouble is thrown; whatever else fails is in `messageStubType`. */
export async function openMessage(node: BinaryNode, { me, repository }: ReadScope): Promise<OpenedMessage> {
  const opened: Opened[] = [];
  let trouble: unknown;
  const remember = async (opening: Promise<Opened>): Promise<Uint8Array> => {
    try {
      const result = await opening;
      opened.push(result);
      return result.cleared ? Uint8Array.of(1) : result.plain;
    } catch (error) {
      if (error instanceof StorageError) trouble = error;
      throw error;
    }
  };
  const recording = {
    ...repository,
    decryptMessage: (args: Parameters<typeof repository.open>[0]) => remember(repository.open(args)),
    decryptGroupMessage: (args: Parameters<typeof repository.openGroup>[0]) => remember(repository.openGroup(args)),
  };
  const logger = libraryLogger(silentLogger);
  const sealed = decryptMessageNode(node, me.id, me.lid ?? '', recording, logger);
  await sealed.decrypt();
  if (trouble) throw trouble;
  cleanMessage(sealed.fullMessage, me.id, me.lid ?? '');
  return { info: sealed.fullMessage, opened };
}

/** What an opened message says, or changes in another one. */
export async function factsOf(said: proto.IMessage, parts: MessageParts, scope: ReadScope): Promise<Fact[]> {
  const { parties, occurredAt, id } = parts;
  const change = { id, parties, base: { occurredAt, late: scope.late, chat: parties.chat } };
  const changed = changeFacts(said, change) ?? (await voteFacts(said, change, scope));
  if (changed) return changed;
  scope.polls.remember(parties.chat, id, said);
  const message = toMessage({ ...parts, proto: said });
  return message ? [toldFact(await withNamedPeople(message, scope.book, scope.me), scope.late)] : [];
}

const toldFact = (message: Message, late: boolean): Fact =>
  messageFact(message.key.fromMe ? 'message.sent' : 'message.received', message, late);

function viewOnceOf(node: BinaryNode, parts: MessageParts, { late }: ReadScope): Fact[] {
  return childOf(node, 'unavailable') ? [toldFact(toViewOnce(parts), late)] : [];
}

/**
 * Told once; the row waits for the key, for the sender's second try or for the phone's copy. Of what its sender marks as
 * nothing to show, as reactions and edits are, nothing is told before it can be opened.
 */
function unreadable(node: BinaryNode, info: WAMessage, parts: MessageParts, scope: ReadScope): Reading {
  const nothingSealed = info.messageStubParameters?.[0] === NO_MESSAGE_FOUND_ERROR_TEXT;
  if (nothingSealed && childOf(node, 'unavailable')?.attrs.type?.startsWith('view_once'))
    return done([toldFact(toViewOnce(parts), scope.late)]);
  if (childrenOf(node).some(({ tag, attrs }) => tag === 'enc' && attrs['decrypt-fail'] === 'hide'))
    return { kind: 'unreadable' };
  const message = toUnreadable(parts);
  const dedupe = [...messageDedupe(message.key), 'undecryptable'];
  const { occurredAt } = message;
  const base = { occurredAt, late: scope.late, chat: message.key.chat };
  return { kind: 'unreadable', fact: fact('message.undecryptable', { message }, dedupe, base) };
}
