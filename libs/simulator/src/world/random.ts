type State = [number, number, number, number];

/**
 * 128 bits of starting state from a label (cyrb128). 32 would not do: among some hundred thousand labels two would
 * share their whole stream.
 */
function stateOf(label: string): State {
  let [a, b, c, d] = [1_779_033_703, 3_144_134_277, 1_013_904_242, 2_773_480_762];
  for (let i = 0; i < label.length; i++) {
    const code = label.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 597_399_067);
    b = c ^ Math.imul(b ^ code, 2_869_860_233);
    c = d ^ Math.imul(c ^ code, 951_274_213);
    d = a ^ Math.imul(d ^ code, 2_716_044_179);
  }
  a = Math.imul(c ^ (a >>> 18), 597_399_067);
  b = Math.imul(d ^ (b >>> 22), 2_869_860_233);
  c = Math.imul(a ^ (c >>> 17), 951_274_213);
  d = Math.imul(b ^ (d >>> 19), 2_716_044_179);
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a];
}

/** A stream of numbers that its label decides (sfc32). */
export class RandomStream {
  readonly #state: State;

  constructor(label: string) {
    this.#state = stateOf(label);
  }

  /** 0 ≤ x < 1 */
  fraction(): number {
    const [a, b, c, d] = this.#state;
    const sum = (((a + b) | 0) + d) | 0;
    this.#state[3] = (d + 1) | 0;
    this.#state[0] = b ^ (b >>> 9);
    this.#state[1] = (c + (c << 3)) | 0;
    this.#state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
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
