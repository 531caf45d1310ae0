import { fullJitter, type BackoffLimits, type Clock } from '@columba/core';
import { rowOf, type Action, type Disconnect, type Pace, type Rest } from './disconnects.js';

/** What to do after a connection ended. Times in milliseconds. */
export type Decision =
  | { kind: 'retry'; waitMs: number; immediate: boolean; reason: Extract<Action, { kind: 'retry' }>['reason'] }
  | { kind: 'refresh_version'; otherwise: Rest }
  | { kind: 'rest'; rest: Rest; until?: Date };

/** Only a connection that held this long proves that the trouble is over. */
const STABLE_MS = 60_000;
const NETWORK: BackoffLimits = { firstMs: 1000, maximumMs: 300_000 };
const SERVER: BackoffLimits = { firstMs: 10_000, maximumMs: 300_000 };
const CONFLICT_MS = 30_000;
const CONFLICTS = { most: 3, withinMs: 300_000 };
const RESTARTS = { most: 3, withinMs: 60_000 };

const REPLACED: Rest = {
  kind: 'rest',
  state: 'replaced',
  reason: 'conflict',
  detail: 'Another client keeps taking over this session',
};

/** Remembers how connections ended lately, and says what follows. */
export class DisconnectPolicy {
  private attempts = 0;
  private conflicts: number[] = [];
  private restarts: number[] = [];
  private lastChance = false;
  private refreshed = false;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  /** @param openMs how long the connection was open; `undefined` when it never was. */
  decide(end: Disconnect, openMs: number | undefined): Decision {
    if (openMs !== undefined && openMs >= STABLE_MS) this.forget();
    const { action } = rowOf(end);
    switch (action.kind) {
      case 'rest':
        return this.rest(action, end);
      case 'refresh_version':
        if (this.refreshed) return this.rest(action.otherwise, end);
        this.refreshed = true;
        return action;
      case 'retry_once':
        if (this.lastChance) return this.rest(action.otherwise, end);
        this.lastChance = true;
        return this.retry(action.pace, action.reason);
      default:
        return this.retry(action.pace, action.reason);
    }
  }

  private retry(pace: Pace, reason: Extract<Action, { kind: 'retry' }>['reason']): Decision {
    if (pace === 'now') {
      this.restarts = this.recent(this.restarts, RESTARTS.withinMs);
      if (this.restarts.length <= RESTARTS.most) return { kind: 'retry', waitMs: 0, immediate: true, reason };
      return this.retry('server', 'server_error');
    }
    if (pace === 'conflict') {
      this.conflicts = this.recent(this.conflicts, CONFLICTS.withinMs);
      if (this.conflicts.length >= CONFLICTS.most) return { kind: 'rest', rest: REPLACED };
      return { kind: 'retry', waitMs: CONFLICT_MS * 2 ** (this.conflicts.length - 1), immediate: false, reason };
    }
    const limits = pace === 'server' ? SERVER : NETWORK;
    return { kind: 'retry', waitMs: fullJitter(this.attempts++, limits, this.random), immediate: false, reason };
  }

  private rest(rest: Rest, end: Disconnect): Decision {
    const detail = rest.detail ?? end.attrs.message ?? end.attrs.logout_message_header;
    const told = detail === undefined ? rest : { ...rest, detail };
    const seconds = Number(end.attrs.expire);
    if (!rest.temporary || !Number.isFinite(seconds) || seconds <= 0) return { kind: 'rest', rest: told };
    return { kind: 'rest', rest: told, until: new Date(this.clock.now().getTime() + seconds * 1000) };
  }

  /** Adds this moment to those that still count. */
  private recent(moments: number[], withinMs: number): number[] {
    const now = this.clock.monotonic();
    return [...moments.filter((moment) => now - moment < withinMs), now];
  }

  private forget(): void {
    this.attempts = 0;
    this.lastChance = false;
    this.refreshed = false;
  }
}
