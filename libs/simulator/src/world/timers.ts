/** A started timer. Cancelling twice, or after it ran, does nothing. */
export interface Timer {
  cancel(): void;
}

interface Entry {
  due: number;
  order: number;
  task: () => void;
}

/** Tasks by due time; equal times run in the order they were set. Knows no real time. */
export class TimerQueue {
  #entries: Entry[] = [];
  #order = 0;

  add(due: number, task: () => void): Timer {
    const entry: Entry = { due, order: this.#order++, task };
    const at = this.#entries.findIndex((other) => other.due > due);
    this.#entries.splice(at < 0 ? this.#entries.length : at, 0, entry);
    return { cancel: () => this.#remove(entry) };
  }

  get nextDue(): number | undefined {
    return this.#entries[0]?.due;
  }

  /** Takes the first task that is due at `now`, if any. */
  takeDue(now: number): { due: number; task: () => void } | undefined {
    const first = this.#entries[0];
    return first && first.due <= now ? this.#entries.shift() : undefined;
  }

  clear(): void {
    this.#entries = [];
  }

  #remove(entry: Entry): void {
    const at = this.#entries.indexOf(entry);
    if (at >= 0) this.#entries.splice(at, 1);
  }
}
