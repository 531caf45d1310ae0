import { randomBytes } from 'node:crypto';

const MOST_IN_ONE_MS = 0xfff;

/**
 * Makes UUIDs of version 7 (RFC 9562): 48 bits of milliseconds, 12 that count within one, then chance. Each sorts behind
 * the one before from the same source, also when the clock stands still or is set back.
 */
export function uuid7Source(): (now: Date) => string {
  let at = -1;
  let count = 0;
  return (now) => {
    if (now.getTime() > at) [at, count] = [now.getTime(), 0];
    else if (count < MOST_IN_ONE_MS) count += 1;
    else [at, count] = [at + 1, 0];
    return format(at, count);
  };
}

function format(at: number, count: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes.writeUInt16BE(0x7000 | count, 6);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
