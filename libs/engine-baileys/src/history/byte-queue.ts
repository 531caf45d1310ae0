const CONTINUES = 0x80;

/** Bytes that come in pieces, taken in other pieces. Holds one piece and what is taken, never the whole. */
export class ByteQueue {
  /** How many bytes were taken so far. */
  position = 0;
  private piece: Uint8Array = new Uint8Array();
  private at = 0;

  constructor(private readonly source: AsyncIterator<Uint8Array>) {}

  /** A protobuf varint of at most 32 bits of interest; `undefined` at the end. */
  async varint(): Promise<number | undefined> {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      if (this.at >= this.piece.length && !(await this.more())) {
        if (shift === 0) return undefined;
        throw new Error('The history ends within a number');
      }
      const byte = this.piece[this.at++] ?? 0;
      this.position += 1;
      if (shift < 32) value += (byte & ~CONTINUES) * 2 ** shift;
      if (byte < CONTINUES) return value;
    }
  }

  /** @throws Error when there are fewer */
  async take(length: number): Promise<Uint8Array> {
    const here = this.piece.subarray(this.at, this.at + length);
    if (here.length === length) return this.taken(here);
    const whole = new Uint8Array(length);
    whole.set(here);
    this.taken(here);
    for (let filled = here.length; filled < length;) {
      if (!(await this.more())) throw new Error('The history ends too early');
      const next = this.piece.subarray(0, length - filled);
      whole.set(next, filled);
      filled += this.taken(next).length;
    }
    return whole;
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      if (this.at >= this.piece.length && !(await this.more())) throw new Error('The history ends too early');
      left -= this.taken(this.piece.subarray(this.at, this.at + left)).length;
    }
  }

  private taken(bytes: Uint8Array): Uint8Array {
    this.at += bytes.length;
    this.position += bytes.length;
    return bytes;
  }

  private async more(): Promise<boolean> {
    for (;;) {
      const next = await this.source.next();
      if (next.done) return false;
      if (next.value.length === 0) continue;
      this.piece = next.value;
      this.at = 0;
      return true;
    }
  }
}
