import type { Collection } from './base/collection.js';
import type { MsgKey } from './ids/msg-key.js';
import type { Wid } from './ids/wid.js';
import type { MessageModel } from './models/message.js';

/** A reaction, its fields named as the page's table has them. */
export interface ReactionRow {
  id: MsgKey;
  reactionParentKey: MsgKey;
  reactionText: string;
  /** Milliseconds. */
  reactionTimestamp: number;
  author: Wid;
  from: Wid;
  orphan: number;
  orphanReason: null;
  read: boolean;
  ack: number;
}

export interface VoteRow {
  id: MsgKey;
  pollUpdateParentKey: MsgKey;
  selectedOptionLocalIds: number[];
  /** Milliseconds. */
  t: number;
  senderTimestampMs: number;
  author: Wid;
  from: Wid;
}

/** Reactions, votes and pins by the message they are about. One per person counts. */
export class AddonTable {
  readonly #reactions = new Map<string, Map<string, ReactionRow>>();
  readonly #votes = new Map<string, Map<string, VoteRow>>();
  readonly #pinned = new Map<string, MsgKey>();

  constructor(private readonly messages: Collection<MessageModel>) {}

  react(row: ReactionRow): void {
    const rows = rowsOf(this.#reactions, row.reactionParentKey);
    if (row.reactionText === '') rows.delete(row.author.toString());
    else rows.set(row.author.toString(), row);
    const message = this.messages.get(row.reactionParentKey);
    message?.adopt({ hasReaction: rows.size > 0 });
  }

  vote(row: VoteRow): void {
    rowsOf(this.#votes, row.pollUpdateParentKey).set(row.author.toString(), row);
  }

  pin(key: MsgKey, pinned: boolean): void {
    if (pinned) this.#pinned.set(key.toString(), key);
    else this.#pinned.delete(key.toString());
  }

  reactionsTo(key: string): ReactionRow[] {
    return [...(this.#reactions.get(key)?.values() ?? [])];
  }

  votesIn(key: string): VoteRow[] {
    return [...(this.#votes.get(key)?.values() ?? [])];
  }

  pinnedIn(chat: string): MsgKey[] {
    return [...this.#pinned.values()].filter(({ remote }) => remote.toString() === chat);
  }
}

function rowsOf<R>(table: Map<string, Map<string, R>>, key: MsgKey): Map<string, R> {
  const known = table.get(key.toString());
  if (known) return known;
  const made = new Map<string, R>();
  table.set(key.toString(), made);
  return made;
}
