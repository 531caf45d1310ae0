import { normalizeMessageContent, type proto } from '@whiskeysockets/baileys';
import { fact, messageDedupe, type Fact, type Jid, type MessageId } from '@columba/core';
import { toKey } from '../messages/message.mapper.js';
import type { PollBook } from '../messages/polls/poll-book.js';
import { openVote } from '../messages/polls/vote-seal.js';
import type { LidBook } from '../people/lid-book.js';
import type { Me } from '../people/parties.js';
import { toJid } from '../people/person.mapper.js';
import type { Change } from './protocol.facts.js';

export interface VoteScope {
  me: Me;
  book: LidBook;
  polls: PollBook;
}

/**
 * Facts of a vote, in words where it can be opened.
 * @returns `undefined` for messages that are no votes.
 */
export async function voteFacts(
  message: proto.IMessage,
  change: Change,
  scope: VoteScope,
): Promise<Fact[] | undefined> {
  const update = normalizeMessageContent(message)?.pollUpdateMessage;
  if (!update) return undefined;
  const messageId = update.pollCreationMessageKey?.id as MessageId | undefined;
  if (!messageId) return [];
  const { parties, base, id } = change;
  const options = await optionsOf(update, messageId, change, scope);
  const about = { messageId, chat: parties.chat, voter: parties.sender };
  const dedupe = [...messageDedupe(toKey(messageId, parties)), 'vote', id];
  if (!options) return [fact('poll.vote_unreadable', about, dedupe, base)];
  return [fact('poll.voted', { ...about, options }, dedupe, base)];
}

/** A vote does not say between which addresses of the two people it was sealed. */
async function optionsOf(
  { vote, pollCreationMessageKey: key }: proto.Message.IPollUpdateMessage,
  pollId: MessageId,
  { parties }: Change,
  { me, book, polls }: VoteScope,
): Promise<string[] | undefined> {
  const poll = await polls.find(parties.chat, pollId);
  if (!poll || !vote) return undefined;
  const own = [toJid(me.id), toJid(me.lid)];
  const creators = key?.fromMe ? own : await names(toJid(key?.participant) ?? parties.chat, book);
  const voters = parties.fromMe ? own : [parties.sender.lid, ...(await names(parties.sender.id, book))];
  for (const creator of creators.filter((jid) => jid !== undefined))
    for (const voter of voters.filter((jid) => jid !== undefined)) {
      const options = openVote(vote, poll, { pollId, creator, voter });
      if (options) return options;
    }
  return undefined;
}

const names = async (jid: Jid, book: LidBook): Promise<(Jid | undefined)[]> => [jid, await book.other(jid)];
