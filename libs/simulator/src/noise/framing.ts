const HEADER_LENGTH = 4;
const EMPTY = Buffer.alloc(0);

/**
 * Cuts WebSocket chunks into frames. The client opens with an optional `"ED" 00 01 len24 routing` block and the
 * four header bytes `57 41 06 03`; after that every frame has a 3-byte big-endian length. A chunk may hold several
 * frames or part of one.
 */
export class FrameReader {
  #pending: Buffer = EMPTY;
  #opened = false;

  push(chunk: Buffer): Buffer[] {
    this.#pending = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
    const frames: Buffer[] = [];
    for (let frame = this.#next(); frame; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Buffer | undefined {
    if (!this.#opened && !this.#skipOpening()) return undefined;
    if (this.#pending.length < 3) return undefined;
    const end = 3 + this.#pending.readUIntBE(0, 3);
    if (this.#pending.length < end) return undefined;
    const frame = this.#pending.subarray(3, end);
    this.#pending = this.#pending.subarray(end);
    return frame;
  }

  #skipOpening(): boolean {
    let start = 0;
    if (this.#pending.length >= 7 && this.#pending.toString('latin1', 0, 2) === 'ED')
      start = 7 + this.#pending.readUIntBE(4, 3);
    if (this.#pending.length < start + HEADER_LENGTH) return false;
    this.#pending = this.#pending.subarray(start + HEADER_LENGTH);
    this.#opened = true;
    return true;
  }
}

export function frameOf(data: Uint8Array): Buffer {
  const out = Buffer.alloc(3 + data.length);
  out.writeUIntBE(data.length, 0, 3);
  out.set(data, 3);
  return out;
}
