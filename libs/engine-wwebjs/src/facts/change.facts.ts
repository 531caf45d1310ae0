import { fact, messageDedupe, type EventMap, type Fact, type MessageKey, type Person } from '@columba/core';
import { toKey } from '../mappers/key.mapper.js';
import { toPerson } from '../mappers/person.mapper.js';
import type { PinEntry, VoteEntry } from '../page/facets/news.page.js';
import type { PageMessage, ReactionEntry } from '../page/page-scope.js';
import type { Readers, ReadScope } from './reading.js';

type Changed = 'message.pinned' | 'message.reacted' | 'message.revoked' | 'message.edited' | 'message.starred';

interface Told {
  key: MessageKey;
  by: Person;
  occurredAt: Date;
  /** What tells this change from another one of the same kind. */
  mark: string;
}

function made<T extends Changed>(
  type: T,
  { key, by, occurredAt, mark }: Told,
  rest: Omit<EventMap[T], 'messageId' | 'chat' | 'by'>,
  { late }: ReadScope,
): Fact {
  const data = { messageId: key.id, chat: key.chat, by, ...rest } as EventMap[T];
  return fact(type, data, [...messageDedupe(key), type, mark], { occurredAt, late, chat: key.chat });
}

const ownPerson = ({ me }: ReadScope): Person => me;

/** An edited message; its words are the new ones. */
export function editFacts({ key: name, from, editedAtMs, body, caption }: PageMessage, scope: ReadScope): Fact[] {
  const [key, by] = [toKey(name), toPerson(from)];
  if (!key || !by || !editedAtMs) return [];
  const editedAt = new Date(editedAtMs);
  const told = { key, by, occurredAt: editedAt, mark: String(editedAtMs) };
  return [made('message.edited', told, { text: caption ?? body ?? '', editedAt }, scope)];
}

/** A message that is empty now, for everyone. Once. */
export function revokeFacts({ key: name, from, revokedBy }: PageMessage, scope: ReadScope): Fact[] {
  const [key, by] = [toKey(name), toPerson(revokedBy ?? from)];
  if (!key || !by) return [];
  const told = { key, by, occurredAt: scope.context.clock.now(), mark: '' };
  return [made('message.revoked', told, { scope: 'everyone' }, scope)];
}

/** Gone from the account's own devices. Once. */
export function removedFacts(key: MessageKey, scope: ReadScope): Fact[] {
  const told = { key, by: ownPerson(scope), occurredAt: scope.context.clock.now(), mark: 'me' };
  return [made('message.revoked', told, { scope: 'me' }, scope)];
}

export function reactionFacts({ id, target, by: who, emoji, atMs }: ReactionEntry, scope: ReadScope): Fact[] {
  const [key, by] = [toKey(target), toPerson(who)];
  if (!key || !by) return [];
  const told = { key, by, occurredAt: new Date(atMs), mark: id };
  return [made('message.reacted', told, { emoji: emoji || null }, scope)];
}

function pinned({ id, target, by: who, pinned: on, atMs, seconds }: PinEntry, scope: ReadScope): Fact[] {
  const [key, by] = [toKey(target), toPerson(who)];
  if (!key || !by) return [];
  const until = on && seconds ? { until: new Date(atMs + seconds * 1000) } : {};
  return [made('message.pinned', { key, by, occurredAt: new Date(atMs), mark: id }, { pinned: on, ...until }, scope)];
}

function starred({ key: name, starred: on }: PageMessage, scope: ReadScope): Fact[] {
  const key = toKey(name);
  if (!key) return [];
  const told = { key, by: ownPerson(scope), occurredAt: scope.context.clock.now(), mark: scope.serial };
  return [made('message.starred', told, { starred: on }, scope)];
}

function voted({ id, target, by, options, offered, atMs }: VoteEntry, { late }: ReadScope): Fact[] {
  const [key, voter] = [toKey(target), toPerson(by)];
  if (!key || !voter) return [];
  const { id: messageId, chat } = key;
  const base = { occurredAt: new Date(atMs), late, chat };
  const dedupe = [...messageDedupe(key), 'vote', id];
  if (!offered) return [fact('poll.vote_unreadable', { messageId, chat, voter }, dedupe, base)];
  const chosen = options.flatMap((place) => offered[place] ?? []);
  return [fact('poll.voted', { messageId, chat, voter, options: chosen }, dedupe, base)];
}

export const CHANGE_READERS: Readers = {
  edit: editFacts,
  removed: (page, scope) => {
    const key = toKey(page.key);
    return key ? removedFacts(key, scope) : [];
  },
  reaction: reactionFacts,
  pin: pinned,
  star: starred,
  vote: voted,
};
