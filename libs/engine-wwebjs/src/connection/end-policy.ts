import { fullJitter, type BackoffLimits, type Clock, type StateReason } from '@columba/core';
import { ENDS, type End, type Rest } from './ends.js';

/** What to do after a browser ended. */
export type Decision = { kind: 'retry'; waitMs: number; reason: StateReason } | Rest;

/** Only a connection that held this long proves that the trouble is over. */
const STABLE_MS = 60_000;
const NETWORK: BackoffLimits = { firstMs: 1000, maximumMs: 300_000 };
const CONFLICT_MS = 30_000;
const CONFLICTS = { most: 3, withinMs: 300_000 };

const REPLACED: Rest = {
  kind: 'rest',
  state: 'replaced',
  reason: 'conflict',
  detail: 'Another client keeps taking over this session',
};

/** Remembers how browsers ended lately, and says what follows. */
export class EndPolicy {
  private attempts = 0;
  private conflicts: number[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  /** @param openMs how long the session was connected; `undefined` when it never was */
  decide(end: End, openMs: number | undefined): Decision {
    if (openMs !== undefined && openMs >= STABLE_MS) this.attempts = 0;
    const action = ENDS[end];
    if (action.kind === 'rest') return action;
    const { reason } = action;
    if (action.pace === 'network')
      return { kind: 'retry', waitMs: fullJitter(this.attempts++, NETWORK, this.random), reason };
    const now = this.clock.monotonic();
    this.conflicts = [...this.conflicts.filter((moment) => now - moment < CONFLICTS.withinMs), now];
    if (this.conflicts.length >= CONFLICTS.most) return REPLACED;
    return { kind: 'retry', waitMs: CONFLICT_MS * 2 ** (this.conflicts.length - 1), reason };
  }
}
