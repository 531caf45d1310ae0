import { describe, expect, it } from '@jest/globals';
import { describeEngineContract } from '../engine.contract.js';
import { FakeHarness } from './fake-harness.js';

const report = describeEngineContract('FakeEngine', new FakeHarness());

const limited = describeEngineContract(
  'FakeEngine that cannot do all',
  new FakeHarness({
    capabilities: {
      'messages.vote': { level: 'none', reason: 'for a test' },
      'contacts.saveName': { level: 'none', reason: 'for a test' },
    },
  }),
);

describe('the report of the contract', () => {
  it('counts what passed, and nothing else for an engine that can do all', () => {
    expect(report.total('passed')).toBeGreaterThan(100);
    expect([report.total('failed'), report.total('skipped')]).toEqual([0, 0]);
  });

  it('has seen every kind of fact but those that no engine is asked for', () => {
    expect(report.unseenFacts()).toEqual([
      'session.security_notice', // what a forged message looks like is each engine's own matter
      'poll.vote_unreadable', // likewise a vote that does not decrypt
      'identity.changed', // found out by whoever keeps the persons, from the persons in the facts
      'history.received', // the past goes into the history store; only a phone that links hands it over
      'history.failed',
    ]);
  });

  it('counts a feature that is refused as refused, not as passed', () => {
    expect(limited.of('messages.vote')).toEqual({ passed: 0, failed: 0, refused: 1, skipped: 0 });
    expect(limited.of('contacts.saveName')).toEqual({ passed: 0, failed: 0, refused: 1, skipped: 0 });
    expect(limited.toString()).toMatch(/^messages\.vote +1 refused$/m);
  });
});
