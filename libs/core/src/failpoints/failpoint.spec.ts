import { afterEach, describe, expect, it } from '@jest/globals';
import { armFailpoints, failpoint, failpointsArmed } from './failpoint.js';
import { FAILPOINT_NAMES } from './names.js';
import { parseFailpoints } from './order.js';

afterEach(() => armFailpoints([]));

/** Passes a point some times and tells at which of them it struck. */
function strikes(text: string, times: number): number[] {
  const struck: number[] = [];
  let now = 0;
  armFailpoints(parseFailpoints(text), () => struck.push(now));
  for (now = 1; now <= times; now++) failpoint('in.raw.after');
  return struck;
}

describe('an order', () => {
  it('is read in all its forms', () => {
    const orders = 'in.raw.after:crash, relay.deliver.before:delay-500:3,storage.write:enospc:20+';
    expect(parseFailpoints(orders)).toEqual([
      { name: 'in.raw.after', action: { kind: 'crash' }, nth: 1, onwards: false },
      { name: 'relay.deliver.before', action: { kind: 'delay', ms: 500 }, nth: 3, onwards: false },
      { name: 'storage.write', action: { kind: 'enospc' }, nth: 20, onwards: true },
    ]);
    expect(parseFailpoints('')).toEqual([]);
  });

  it.each(['in.raw.after', 'nowhere:crash', 'in.raw.after:explode', 'in.raw.after:crash:0', 'in.raw.after:delay'])(
    'is refused by name: %s',
    (text) => expect(() => parseFailpoints(text)).toThrow(text),
  );

  it('can name every point there is', () => {
    for (const name of FAILPOINT_NAMES) expect(parseFailpoints(`${name}:crash`)).toHaveLength(1);
  });
});

describe('a failpoint', () => {
  it('does nothing while nothing is ordered', () => {
    expect(failpointsArmed()).toBe(false);
    expect(() => failpoint('in.raw.after')).not.toThrow();
  });

  it('strikes once at the n-th passing, or at all from there on', () => {
    expect(strikes('in.raw.after:crash', 3)).toEqual([1]);
    expect(strikes('in.raw.after:crash:2', 4)).toEqual([2]);
    expect(strikes('in.raw.after:crash:3+', 5)).toEqual([3, 4, 5]);
    expect(strikes('in.raw.before:crash', 5)).toEqual([]);
  });

  it('throws what was ordered, with the code of the disk', () => {
    armFailpoints(parseFailpoints('in.raw.before:throw,storage.write:enospc,keys.before:eio'));
    expect(() => failpoint('in.raw.before')).toThrow('in.raw.before');
    expect(() => failpoint('storage.write')).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
    expect(() => failpoint('keys.before')).toThrow(expect.objectContaining({ code: 'EIO' }));
  });

  it('holds up the whole process', () => {
    armFailpoints(parseFailpoints('in.raw.before:delay-30'));
    const before = performance.now();
    failpoint('in.raw.before');
    expect(performance.now() - before).toBeGreaterThanOrEqual(29);
  });
});
