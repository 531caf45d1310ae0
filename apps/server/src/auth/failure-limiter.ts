import { isIPv6 } from 'node:net';
import type { Clock } from '@columba/core';

const FAILURES = 10;
const WINDOW_MS = 60_000;
const LONGEST_MS = 60 * 60_000;
const ADDRESSES = 10_000;

interface Record {
  failures: number;
  windowEnds: number;
  blockedUntil: number;
  blocks: number;
}

/** Slows down whoever guesses keys: 10 wrong ones in a minute close the door for a minute, then two, four … up to an hour. */
export class FailureLimiter {
  private readonly records = new Map<string, Record>();

  constructor(private readonly clock: Clock) {}

  /** Counts a wrong key. Returns the seconds that this address has to wait, 0 when it may try again. */
  failed(address: string): number {
    const now = this.clock.monotonic();
    const record = this.recordOf(address, now);
    if (record.blockedUntil > now) return secondsUntil(record.blockedUntil, now);
    if (record.windowEnds <= now) Object.assign(record, { failures: 0, windowEnds: now + WINDOW_MS });
    record.failures += 1;
    if (record.failures <= FAILURES) return 0;
    record.blockedUntil = now + Math.min(LONGEST_MS, WINDOW_MS * 2 ** record.blocks);
    record.blocks += 1;
    record.failures = 0;
    return secondsUntil(record.blockedUntil, now);
  }

  private recordOf(address: string, now: number): Record {
    const name = networkOf(address);
    const record = this.records.get(name) ?? { failures: 0, windowEnds: now + WINDOW_MS, blockedUntil: 0, blocks: 0 };
    // A quiet hour forgives; and the newest stand last, so the oldest go first when there are too many.
    if (record.blockedUntil + LONGEST_MS < now) record.blocks = 0;
    this.records.delete(name);
    this.records.set(name, record);
    const [oldest] = this.records.keys();
    if (this.records.size > ADDRESSES && oldest !== undefined) this.records.delete(oldest);
    return record;
  }
}

const secondsUntil = (until: number, now: number): number => Math.ceil((until - now) / 1000);

/** One household has one IPv4 address or a whole /64 of IPv6. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
