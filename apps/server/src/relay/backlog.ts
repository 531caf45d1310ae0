import type { PendingDelivery } from '@columba/storage';

/** What waits for one consumer, in lanes: one lane is one chat, and only the first of a lane may go out. */
export class Backlog {
  private lanes = new Map<string, PendingDelivery[]>();
  private readonly busy = new Set<string>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Forgets everything but what is on its way, and begins with these, which are in the order of the log. */
  load(rows: readonly PendingDelivery[]): void {
    this.lanes = new Map();
    this.count = 0;
    this.add(rows);
  }

  /** These come behind all that is there. */
  add(rows: readonly PendingDelivery[]): void {
    for (const row of rows) {
      const lane = this.lanes.get(row.lane);
      if (lane) lane.push(row);
      else this.lanes.set(row.lane, [row]);
    }
    this.count += rows.length;
  }

  /** The first of each lane whose time has come, at most `limit` of them, the oldest first. */
  due(now: Date, limit: number): PendingDelivery[] {
    return this.heads()
      .filter(({ nextAt }) => nextAt <= now)
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
    const lane = this.lanes.get(entry.lane) ?? [];
    const index = lane.findIndex(({ pos }) => pos === entry.pos);
    if (index < 0) return;
    if (again) {
      lane[index] = { ...entry, ...again };
      return;
    }
    lane.splice(index, 1);
    this.count -= 1;
    if (lane.length === 0) this.lanes.delete(entry.lane);
  }

  private heads(): PendingDelivery[] {
    return [...this.lanes].flatMap(([lane, [head]]) => (head && !this.busy.has(lane) ? [head] : []));
  }
}
