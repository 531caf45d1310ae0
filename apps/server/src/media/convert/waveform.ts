const BINS = 64;
/** Loudness is kept per block; a minute is 3000 numbers. */
const BLOCKS_PER_SECOND = 50;

/** Gathers 16-bit mono samples (little-endian) as they come, and tells how long and how loud they were. */
export class Loudness {
  private readonly blocks: number[] = [];
  private readonly blockSize: number;
  private samples = 0;
  private inBlock = 0;
  private energy = 0;
  private oddByte: number | undefined;

  constructor(private readonly rate: number) {
    this.blockSize = Math.floor(rate / BLOCKS_PER_SECOND);
  }

  add(chunk: Uint8Array): void {
    const bytes = this.oddByte === undefined ? chunk : Buffer.concat([Uint8Array.of(this.oddByte), chunk]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = bytes.byteLength - (bytes.byteLength % 2);
    for (let at = 0; at < end; at += 2) this.addSample(view.getInt16(at, true) / 32_768);
    this.oddByte = end < bytes.byteLength ? bytes[end] : undefined;
  }

  get seconds(): number {
    return this.samples / this.rate;
  }

  /** 64 values from 0 to 100, where 100 is the loudest part; all 0 when it is silent. */
  waveform(): number[] {
    const blocks = this.inBlock > 0 ? [...this.blocks, Math.sqrt(this.energy / this.inBlock)] : this.blocks;
    const bins = Array.from({ length: BINS }, (_, bin) => meanBetween(blocks, bin / BINS, (bin + 1) / BINS));
    const loudest = Math.max(...bins);
    return loudest < 1 / 32_768 ? bins.map(() => 0) : bins.map((value) => Math.round((value / loudest) * 100));
  }

  private addSample(value: number): void {
    this.samples++;
    this.energy += value * value;
    if (++this.inBlock < this.blockSize) return;
    this.blocks.push(Math.sqrt(this.energy / this.inBlock));
    this.inBlock = 0;
    this.energy = 0;
  }
}

/** The mean of the values from one share of the list to another, at least of one value. */
function meanBetween(values: readonly number[], from: number, to: number): number {
  if (values.length === 0) return 0;
  const first = Math.min(Math.floor(from * values.length), values.length - 1);
  const part = values.slice(first, Math.max(first + 1, Math.floor(to * values.length)));
  return part.reduce((sum, value) => sum + value, 0) / part.length;
}
