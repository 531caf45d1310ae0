import { EVENT_TYPES, FEATURES, type EventType, type Feature } from '../../src/index.js';

/** What a behaviour belongs to: a feature of the capability table, or what every engine must be able to do. */
export type Topic = Feature | 'connection' | 'receiving';
/** `refused`: the engine says that it cannot, and says so properly; that is not the same as passed. */
export type Outcome = 'passed' | 'failed' | 'refused' | 'skipped';

/** Counts what the contract has shown, by feature. */
export class ContractReport {
  readonly facts = new Set<EventType>();
  private readonly counts = new Map<Topic, Record<Outcome, number>>();

  add(topic: Topic, outcome: Outcome): void {
    this.of(topic)[outcome] += 1;
  }

  of(topic: Topic): Record<Outcome, number> {
    let counts = this.counts.get(topic);
    if (!counts) this.counts.set(topic, (counts = { passed: 0, failed: 0, refused: 0, skipped: 0 }));
    return counts;
  }

  total(outcome: Outcome): number {
    return [...this.counts.values()].reduce((sum, counts) => sum + counts[outcome], 0);
  }

  /** Features that no test has touched, not even to see them refused. */
  untriedFeatures(): Feature[] {
    return FEATURES.filter((feature) => Object.values(this.of(feature)).every((count) => count === 0));
  }

  /** Facts that no test has waited for and got. */
  unseenFacts(): EventType[] {
    return EVENT_TYPES.filter((type) => !this.facts.has(type));
  }

  /** All counts, for a report over several engines. */
  table(): Record<string, Readonly<Record<Outcome, number>>> {
    return Object.fromEntries(this.counts);
  }

  /** One line per topic, for people. */
  toString(): string {
    const lines = [...this.counts].map(([topic, counts]) => {
      const told = Object.entries(counts).filter(([, count]) => count > 0);
      return `${topic.padEnd(28)} ${told.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`;
    });
    return lines.toSorted().join('\n');
  }
}
