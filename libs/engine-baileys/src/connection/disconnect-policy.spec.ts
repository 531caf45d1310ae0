import { beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@columba/core/testing';
import { DisconnectPolicy } from './disconnect-policy.js';
import type { Disconnect } from './disconnects.js';

const ended = (code: number, message = 'Stream Errored', attrs: Record<string, string> = {}): Disconnect => ({
  code,
  message,
  attrs,
});
const STABLE_MS = 60_000;

describe('what follows the end of a connection', () => {
  let clock: ManualClock;
  let policy: DisconnectPolicy;
  beforeEach(() => {
    clock = new ManualClock();
    policy = new DisconnectPolicy(clock, () => 0.5);
  });
  const waits = (code: number, times: number) =>
    Array.from({ length: times }, () => {
      const decision = policy.decide(ended(code), undefined);
      return decision.kind === 'retry' ? decision.waitMs : decision.kind;
    });

  it('waits for the network up to 5 minutes, with jitter', () => {
    expect(waits(428, 11)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 150_000, 150_000]);
  });

  it('waits longer for a server in trouble', () => {
    expect(waits(503, 3)).toEqual([5000, 10_000, 20_000]);
  });

  it('begins anew only after a connection that held for a minute', () => {
    waits(428, 5);
    expect(policy.decide(ended(428), STABLE_MS - 1)).toMatchObject({ waitMs: 16_000 });
    expect(policy.decide(ended(428), STABLE_MS)).toMatchObject({ waitMs: 500 });
  });

  it('restarts at once, but treats more than three restarts a minute as trouble', async () => {
    expect(waits(515, 3)).toEqual([0, 0, 0]);
    expect(policy.decide(ended(515), undefined)).toMatchObject({ immediate: false, reason: 'server_error' });
    await clock.advance(60_000);
    expect(policy.decide(ended(515), undefined)).toMatchObject({ immediate: true, waitMs: 0 });
  });

  it('gives way to another client the third time within 5 minutes', async () => {
    expect(waits(440, 2)).toEqual([30_000, 60_000]);
    await clock.advance(90_000);
    expect(policy.decide(ended(440), 1000)).toMatchObject({ kind: 'rest', rest: { state: 'replaced' } });
  });

  it('keeps contesting when the other client comes back rarely', async () => {
    for (let n = 0; n < 5; n += 1) {
      expect(policy.decide(ended(440), 1000)).toMatchObject({ kind: 'retry', waitMs: 30_000 });
      await clock.advance(300_000);
    }
  });

  it('believes a 401 without a reason only the second time', () => {
    expect(policy.decide(ended(401), 1000)).toMatchObject({ kind: 'retry' });
    expect(policy.decide(ended(401), 1000)).toMatchObject({
      kind: 'rest',
      rest: { state: 'logged_out', archive: true },
    });
  });

  it('asks for a newer version once', () => {
    expect(policy.decide(ended(405), undefined)).toMatchObject({ kind: 'refresh_version' });
    expect(policy.decide(ended(405), undefined)).toMatchObject({ kind: 'rest', rest: { state: 'client_outdated' } });
  });

  it('says until when a temporary ban lasts, and what WhatsApp says of a lasting one', () => {
    const until = new Date(clock.now().getTime() + 3_600_000);
    expect(policy.decide(ended(402, 'Connection Failure', { expire: '3600' }), undefined)).toMatchObject({ until });
    const locked = policy.decide(ended(403, 'Connection Failure', { message: 'Account locked' }), undefined);
    expect(locked).toMatchObject({ rest: { state: 'banned', detail: 'Account locked' } });
  });
});
