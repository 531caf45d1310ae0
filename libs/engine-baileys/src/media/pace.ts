import { DomainError, TimeoutError, type Clock } from '@columba/core';

/** A download that is slower than this, on the whole, is given up. Bytes per second. */
const SLOWEST = 1024;
/** Sealing adds a few bytes; and what a message says of the length of its file need not be quite true. */
const SPARE_BYTES = 1024 * 1024;
/** WhatsApp takes no larger files. */
const MOST_BYTES = 2 * 1024 ** 3 + SPARE_BYTES;

/** Comes in, but never ends in a reasonable time: going on where it was does not help. */
export class TooSlowError extends TimeoutError {}

/**
 * Whoever keeps a file may give more of it than there is, or a byte now and then, for ever. Counts a whole download,
 * over all connections; time in which nobody asks for more is not counted.
 */
export class Pace {
  private waitedMs = 0;
  private bytes = 0;

  /**
   * @param graceMs before it is looked at how fast it goes
   * @param announced the plain file's length, as the message says
   */
  constructor(
    private readonly clock: Clock,
    private readonly graceMs: number,
    private readonly announced: number | undefined,
  ) {}

  /** Waits for `work`, on the account of whoever keeps the file. */
  async during<T>(work: Promise<T>): Promise<T> {
    const began = this.clock.monotonic();
    try {
      return await work;
    } finally {
      this.waitedMs += this.clock.monotonic() - began;
    }
  }

  /** @throws DomainError `media_failed` when so much of the file cannot be */
  reached(offset: number): void {
    const most = this.announced === undefined ? MOST_BYTES : this.announced + SPARE_BYTES;
    if (offset > most) throw new DomainError('media_failed', 'The file is longer than the one that was sent');
  }

  /** @throws TooSlowError */
  came(bytes: number): void {
    this.bytes += bytes;
    if (this.waitedMs > this.graceMs && this.bytes < ((this.waitedMs - this.graceMs) / 1000) * SLOWEST)
      throw new TooSlowError('The media host of WhatsApp gives the file out too slowly');
  }
}
