import type { Clock } from '../world/clock.js';
import { describe, type Stanza } from './stanza.js';

export interface StanzaRecord {
  n: number;
  at: number;
  /** Device, or `?` before login. */
  device: string;
  direction: 'in' | 'out';
  tag: string;
  attrs: Record<string, string>;
  text: string;
}

export interface StanzaFilter {
  device?: string | undefined;
  direction?: 'in' | 'out' | undefined;
  tag?: string | undefined;
  attrs?: Record<string, string> | undefined;
  /** Only stanzas after this number. */
  since?: number | undefined;
}

/** The last stanzas that crossed the door; a failed test prints them. */
export class StanzaLog {
  #records: StanzaRecord[] = [];
  #last = 0;

  constructor(
    private readonly clock: Clock,
    private readonly kept = 5000,
  ) {}

  add(device: string | undefined, direction: 'in' | 'out', node: Stanza): void {
    const { tag, attrs } = node;
    const text = describe(node);
    this.#records.push({ n: ++this.#last, at: this.clock.now(), device: device ?? '?', direction, tag, attrs, text });
    if (this.#records.length > this.kept) this.#records.splice(0, this.kept / 10);
  }

  find({ device, direction, tag, attrs = {}, since = 0 }: StanzaFilter): StanzaRecord[] {
    return this.#records.filter(
      (record) =>
        record.n > since &&
        (device === undefined || record.device === device) &&
        (direction === undefined || record.direction === direction) &&
        (tag === undefined || record.tag === tag) &&
        Object.entries(attrs).every(([name, value]) => record.attrs[name] === value),
    );
  }
}
