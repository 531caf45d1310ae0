import type { EventType, Fact, FactOf } from '../src/index.js';
import { Watch } from './watch.js';

/** The facts that one session has emitted, in order, with a way to wait for those still to come. */
export class FactLog {
  readonly all: Fact[] = [];
  /** The types of fact that a test has waited for and got. */
  readonly typesTaken = new Set<EventType>();
  private readonly taken = new Set<Fact>();
  private readonly watch: Watch;

  /** @param patienceMs of the waits that name none; 4000 by default. */
  constructor(patienceMs?: number) {
    this.watch = new Watch(patienceMs);
  }

  add(facts: readonly Fact[]): void {
    this.all.push(...facts);
    this.watch.changed();
  }

  of<T extends EventType>(type: T): FactOf<T>[] {
    return this.all.filter((fact) => fact.type === type) as FactOf<T>[];
  }

  /**
   * The earliest fact of this type that no earlier `next` has returned, already there or still to come.
   * Rejects after `patienceMs` and then lists what was emitted instead.
   */
  next<T extends EventType>(type: T, where: (fact: FactOf<T>) => boolean = () => true, patienceMs?: number) {
    const look = () => {
      const found = this.of(type).find((fact) => !this.taken.has(fact as Fact) && where(fact));
      if (found) {
        this.taken.add(found as Fact);
        this.typesTaken.add(type);
      }
      return found;
    };
    return this.watch.until(look, () => `No such ${type}; emitted: ${this.summary()}`, patienceMs);
  }

  /** Forgets what was emitted so far, so that `of` and `next` see only what follows. */
  clear(): void {
    this.all.length = 0;
    this.taken.clear();
  }

  private summary(): string {
    return this.all.map((fact) => fact.type).join(', ') || 'nothing';
  }
}
