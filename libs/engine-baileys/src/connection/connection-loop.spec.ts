import { describe, expect, it } from '@jest/globals';
import type { StateChange } from '@columba/core';
import { ManualClock, settle } from '@columba/core/testing';
import { keepConnected } from './connection-loop.js';
import { DisconnectPolicy } from './disconnect-policy.js';
import type { Disconnect } from './disconnects.js';

describe('the loop that keeps a session connected', () => {
  it('tells that the connection is lost before it reads what is left of it', async () => {
    const clock = new ManualClock();
    const told: StateChange[] = [{ state: 'connected' }];
    const lost: Disconnect = { code: 408, message: 'Connection was lost', attrs: {} };
    let read: (() => void) | undefined;
    let connects = 0;
    const stop = new AbortController();
    const looping = keepConnected(
      {
        clock,
        policy: new DisconnectPolicy(clock, () => 0.5),
        state: () => told.at(-1)?.state ?? 'stopped',
        enter: (change) => told.push(change),
        permit: async () => {},
        connect: () => {
          connects += 1;
          return { ended: Promise.resolve(lost), openMs: 1000, end: () => {} };
        },
        disconnected: () => new Promise((resolve) => (read = resolve)),
        refreshVersion: async () => false,
        archive: () => {},
      },
      stop.signal,
    );
    await settle();
    expect(told.at(-1)).toEqual({ state: 'reconnecting', reason: 'silent' });
    await clock.advance(60_000);
    expect(connects).toBe(1);
    // Its wait has passed meanwhile.
    read?.();
    await settle();
    expect(connects).toBe(2);
    stop.abort(new Error('enough'));
    read?.();
    await expect(looping).rejects.toThrow('enough');
  });
});
