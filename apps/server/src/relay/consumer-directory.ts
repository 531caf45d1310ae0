export const CONSUMER_STATES = ['active', 'failing', 'paused', 'disabled'] as const;

/** How one consumer of the log stands; plain values, cheap enough to be read every few seconds. */
export interface ConsumerReading {
  id: string;
  kind: 'home_assistant' | 'webhook' | 'pull';
  name: string;
  state: (typeof CONSUMER_STATES)[number];
  stateReason?: string;
  /** It gets events of these only; absent: of all. */
  sessions?: readonly string[];
  /** Everything up to here was taken from the log. */
  cursorPos: number;
  /** Events that it has not got yet. */
  lag: number;
  /** When the oldest of them was stored. */
  oldestWaitingAt?: Date;
  /** Events that were set aside. */
  parked: number;
  /** Since the server started. */
  attempts: { delivered: number; failed: number };
  lastError?: string;
}

/** All consumers of the log, whatever room they live in: each room leaves word here. */
export class ConsumerDirectory {
  private readonly sources: (() => readonly ConsumerReading[])[] = [];

  add(source: () => readonly ConsumerReading[]): void {
    this.sources.push(source);
  }

  all(): ConsumerReading[] {
    return this.sources.flatMap((source) => source());
  }

  /** Those for which the log has to wait. */
  holding(): string[] {
    return this.all()
      .filter(({ state }) => state === 'active' || state === 'failing')
      .map(({ id }) => id);
  }
}
