import type { PendingDelivery } from '@columba/storage';

/** So many of a lane are held in memory: their places in the log, not the events. The others stay in the database. */
export const LANE_ROOM = 20;

interface Lane {
  entries: PendingDelivery[];
  /** More of it is stored. */
  more: boolean;
}

/** What waits for one consumer, in lanes: one lane is one chat, and only the first of a lane may go out. */
export class Backlog {
  private readonly lanes = new Map<string, Lane>();
  private readonly busy = new Set<string>();

  get size(): number {
    return [...this.lanes.values()].reduce((sum, { entries }) => sum + entries.length, 0);
  }

  /** Forgets everything but what is on its way. */
  clear(): void {
    this.lanes.clear();
  }

  /** A lane is what is stored of it: its first {@link LANE_ROOM}, in the order of the log. */
  load(lane: string, rows: readonly PendingDelivery[]): void {
    if (rows.length === 0) this.lanes.delete(lane);
    else this.lanes.set(lane, { entries: [...rows], more: rows.length >= LANE_ROOM });
  }

  /** These are stored, and come behind all that is there. */
  add(rows: readonly PendingDelivery[]): void {
    for (const row of rows) {
      const lane = this.lanes.get(row.lane);
      if (!lane) this.lanes.set(row.lane, { entries: [row], more: false });
      else if (lane.more || lane.entries.length >= LANE_ROOM) lane.more = true;
      else lane.entries.push(row);
    }
  }

  /** Lanes that ran low while more of them is stored. */
  short(): string[] {
    const low = [...this.lanes].filter(([, { entries, more }]) => more && entries.length <= LANE_ROOM / 2);
    return low.map(([lane]) => lane);
  }

  /** How many are in lanes that move: those that wait for another attempt are no reason to take in no others. */
  moving(now: Date): number {
    const moving = [...this.lanes].filter(([lane, { entries }]) => this.busy.has(lane) || isDue(entries[0], now));
    return moving.reduce((sum, [, { entries }]) => sum + entries.length, 0);
  }

  /** The first of each lane whose time has come, at most `limit` of them, the oldest first. */
  due(now: Date, limit: number): PendingDelivery[] {
    return this.heads()
      .filter((head) => isDue(head, now))
      .toSorted((a, b) => a.pos - b.pos)
      .slice(0, limit);
  }

  /** How long until the next is due; `undefined` when none waits for a time. */
  msUntilDue(now: Date): number | undefined {
    const times = this.heads().map(({ nextAt }) => nextAt.getTime());
    return times.length === 0 ? undefined : Math.max(0, times.reduce((a, b) => Math.min(a, b)) - now.getTime());
  }

  /** On its way: its lane waits. */
  depart({ lane }: PendingDelivery): void {
    this.busy.add(lane);
  }

  /** Back, and to be tried again later, or done with. */
  settle(entry: PendingDelivery, again?: { attempts: number; nextAt: Date }): void {
    this.busy.delete(entry.lane);
    const lane = this.lanes.get(entry.lane);
    const index = lane?.entries.findIndex(({ pos }) => pos === entry.pos) ?? -1;
    if (!lane || index < 0) return;
    if (again) {
      lane.entries[index] = { ...entry, ...again };
      return;
    }
    lane.entries.splice(index, 1);
    if (lane.entries.length === 0 && !lane.more) this.lanes.delete(entry.lane);
  }

  private heads(): PendingDelivery[] {
    return [...this.lanes].flatMap(
      ([
        lane,
        {
          entries: [head],
        },
      ]) => (head && !this.busy.has(lane) ? [head] : []),
    );
  }
}

const isDue = (entry: PendingDelivery | undefined, now: Date): boolean => entry !== undefined && entry.nextAt <= now;
