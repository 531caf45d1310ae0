import type { AddonTable, ReactionRow, VoteRow } from './addons.js';

/**
 * Where reactions and votes arrive. The library replaces these functions by its own to hear of them: they must be
 * looked up whenever they are called.
 */
export interface Tables {
  reactionTableMode: { bulkUpsert(rows: ReactionRow[]): void };
  pollVoteTableMode: { bulkUpsert(rows: VoteRow[]): void };
}

export const makeTables = (addons: AddonTable): Tables => ({
  reactionTableMode: {
    bulkUpsert(rows) {
      for (const row of rows) addons.react(row);
    },
  },
  pollVoteTableMode: {
    bulkUpsert(rows) {
      for (const row of rows) addons.vote(row);
    },
  },
});
