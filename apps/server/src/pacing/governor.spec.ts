import { beforeEach, describe, expect, it } from '@jest/globals';
import { parseJid } from '@columba/core';
import { ManualClock } from '@columba/core/testing';
import { PacingGovernor, type Departure, type PacingLimits } from './governor.js';

const FRIEND = parseJid('34600111222');
const STRANGER = parseJid('34600999888');
const LIMITS: PacingLimits = { perMinute: 3, perHour: 5, perDay: 7, newChatsPerDay: 2 };
const MINUTE_MS = 60_000;

let clock: ManualClock;
beforeEach(() => {
  clock = new ManualClock();
});
const minutesAgo = (minutes: number) => new Date(clock.now().getTime() - minutes * MINUTE_MS);
const governor = (past: Departure[] = []) => new PacingGovernor(clock, LIMITS, (chat) => chat === STRANGER, past);

function leave(of: PacingGovernor, chat: typeof FRIEND, times: number): void {
  for (let n = 0; n < times; n++) of.leaving(chat);
}

describe('the governor', () => {
  it('lets a burst leave and then holds back until the oldest is a minute old', async () => {
    const paced = governor();
    leave(paced, FRIEND, 2);
    await clock.advance(20_000);
    leave(paced, FRIEND, 1);
    expect(paced.waitFor(FRIEND)).toBe(40_000);
    await clock.advance(40_000);
    expect(paced.waitFor(FRIEND)).toBe(0);
    expect(paced.status().minute).toEqual({ limit: 3, left: 2 });
  });

  it('keeps the hour and the day, too', async () => {
    const paced = governor();
    for (let n = 0; n < 5; n++) {
      leave(paced, FRIEND, 1);
      await clock.advance(MINUTE_MS);
    }
    expect(paced.waitFor(FRIEND)).toBe(55 * MINUTE_MS);
    expect(paced.status()).toMatchObject({ hour: { left: 0 }, day: { left: 2 } });
  });

  it('lets strangers wait, and nobody else, when enough chats were begun', () => {
    const paced = governor();
    leave(paced, STRANGER, 2);
    expect(paced.waitFor(FRIEND)).toBe(0);
    expect(paced.closedFor(FRIEND)).toBe(0);
    expect(paced.closedFor(STRANGER)).toBe(24 * 60 * MINUTE_MS);
  });

  it('stops on a warning for as long as the longest one says', async () => {
    const paced = governor();
    paced.brake('new_chats', 10 * MINUTE_MS);
    expect([paced.waitFor(FRIEND), paced.waitFor(STRANGER)]).toEqual([0, 10 * MINUTE_MS]);
    paced.brake('sending', 5 * MINUTE_MS);
    paced.brake('sending', MINUTE_MS);
    expect(paced.waitFor(FRIEND)).toBe(5 * MINUTE_MS);
    const { pausedUntil, newChatsPausedUntil } = paced.status();
    expect(pausedUntil).toEqual(new Date(clock.now().getTime() + 5 * MINUTE_MS));
    expect(newChatsPausedUntil).toEqual(new Date(clock.now().getTime() + 10 * MINUTE_MS));
    await clock.advance(10 * MINUTE_MS);
    expect(paced.status()).not.toHaveProperty('pausedUntil');
    expect(paced.waitFor(STRANGER)).toBe(0);
  });

  it('begins with what left before', () => {
    const paced = governor([
      { at: minutesAgo(90), newChat: true },
      { at: minutesAgo(30), newChat: false },
      { at: minutesAgo(0), newChat: true },
    ]);
    expect(paced.status()).toEqual({
      minute: { limit: 3, left: 2 },
      hour: { limit: 5, left: 3 },
      day: { limit: 7, left: 4 },
      newChats: { limit: 2, left: 0 },
    });
  });
});
