import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../world/clock.js';
import { EventLog } from '../world/event-log.js';
import { FaultRules, type FaultSpec } from './fault-rules.js';

const drop: FaultSpec = { direction: 'in', match: {}, action: { type: 'drop' } };

function rules(...specs: FaultSpec[]): FaultRules {
  const made = new FaultRules(new EventLog(new ManualClock()));
  for (const spec of specs) made.add(spec);
  return made;
}

const message = { tag: 'message', attrs: { type: 'text' } };
const request = { tag: 'iq', child: 'list', attrs: { xmlns: 'a', id: '7' } };

const hits = (made: FaultRules, count: number): string =>
  Array.from({ length: count }, () => made.decide('1:1', 'in', message)?.type ?? '-').join('');

const decide = (spec: Partial<FaultSpec>) => rules({ ...drop, ...spec }).decide('1:1', 'in', request)?.type;

describe('fault rules', () => {
  it('strike without limit, a number of times, at the n-th, or n-th to m-th stanza', () => {
    expect(hits(rules(drop), 3)).toBe('dropdropdrop');
    expect(hits(rules({ ...drop, times: 2 }), 3)).toBe('dropdrop-');
    expect(hits(rules({ ...drop, match: { nth: 2 } }), 4)).toBe('-drop--');
    expect(hits(rules({ ...drop, match: { nth: 2 }, times: 2 }), 4)).toBe('-dropdrop-');
  });

  it('match by tag, first child, attributes, direction, device and account', () => {
    expect(decide({ match: { tag: 'iq', child: 'list', attrs: { xmlns: 'a' } } })).toBe('drop');
    expect(decide({ device: '1' })).toBe('drop');
    expect(decide({ device: '1:1' })).toBe('drop');
    for (const spec of [
      { match: { tag: 'message' } },
      { match: { child: 'query' } },
      { match: { attrs: { xmlns: 'b' } } },
      { direction: 'out' as const },
      { device: '1:2' },
    ])
      expect(decide(spec)).toBeUndefined();
  });

  it('are asked in order; a used-up rule lets the next one decide', () => {
    const made = rules({ ...drop, times: 1 }, { ...drop, action: { type: 'disconnect' } });
    expect(hits(made, 2)).toBe('dropdisconnect');
    expect(made.list().map((rule) => rule.hits)).toEqual([1, 1]);
  });
});
