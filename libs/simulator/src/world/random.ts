/** FNV-1a over the text, 32 bits: turns a label into a starting state. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A stream of numbers that its label decides (mulberry32). */
export class RandomStream {
  #state: number;

  constructor(label: string) {
    this.#state = hash32(label);
  }

  /** 0 ≤ x < 1 */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** 0 ≤ n < limit */
  int(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** `count` decimal digits, the first not 0 */
  digits(count: number): string {
    let out = String(1 + this.int(9));
    while (out.length < count) out += this.int(10);
    return out;
  }

  /** `count` upper-case hexadecimal digits */
  hex(count: number): string {
    let out = '';
    while (out.length < count) out += this.int(16).toString(16).toUpperCase();
    return out;
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.int(items.length)];
  }
}

/**
 * The seeded source. Draws are keyed by what they are for ("lid" of this number, n-th message id of that account)
 * instead of taken from one sequence, so that the order in which concurrent things happen does not change them.
 */
export class Random {
  constructor(readonly seed: string) {}

  for(...purpose: (string | number)[]): RandomStream {
    return new RandomStream([this.seed, ...purpose].join('\u0000'));
  }
}
