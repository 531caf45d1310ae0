import { beforeEach, describe, expect, it } from '@jest/globals';
import { parseJid } from '@columba/core';
import { ManualClock } from '@columba/core/testing';
import { PacingGovernor, type Departure, type PacingLimits } from './governor.js';

const FRIEND = parseJid('34600111222');
const STRANGER = parseJid('34600999888');
const LIMITS: PacingLimits = { perMinute: 3, perHour: 5, perDay: 7, newChatsPerDay: 2, warmUpDays: 0, chatGapMs: 0 };
const GENEROUS: PacingLimits = { ...LIMITS, perMinute: 1000, perHour: 1000, perDay: 1000, newChatsPerDay: 30 };
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let clock: ManualClock;
beforeEach(() => {
  clock = new ManualClock();
});
const minutesAgo = (minutes: number) => new Date(clock.now().getTime() - minutes * MINUTE_MS);
const isNewChat = (chat: typeof FRIEND) => chat === STRANGER;
const governor = (past: Departure[] = []) => new PacingGovernor({ clock, limits: LIMITS, isNewChat, past });

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
      chatGapMs: 0,
    });
  });

  it('lets a freshly linked account begin few chats at first, and more each day', async () => {
    const linkedAt = clock.now();
    const paced = new PacingGovernor({
      clock,
      limits: { ...GENEROUS, warmUpDays: 7 },
      isNewChat,
      linkedAt: () => linkedAt,
    });
    const warmUpUntil = new Date(linkedAt.getTime() + 7 * DAY_MS);
    expect(paced.status()).toMatchObject({ newChats: { limit: 10, left: 10 }, warmUpUntil });
    leave(paced, STRANGER, 10);
    await clock.advance(DAY_MS / 2);
    expect(paced.closedFor(STRANGER)).toBe(DAY_MS / 2);
    const limits: number[] = [];
    for (let day = 0; day < 9; day++) {
      limits.push(paced.status().newChats.limit);
      await clock.advance(DAY_MS);
    }
    expect(limits).toEqual([10, 13, 16, 19, 22, 25, 28, 30, 30]);
    expect(paced.status()).not.toHaveProperty('warmUpUntil');
  });

  it('begins a chat as soon as the warm-up allows one more, or the oldest is a day old', async () => {
    const linkedAt = clock.now();
    const limits = { ...GENEROUS, newChatsPerDay: 2, warmUpDays: 7 };
    const paced = new PacingGovernor({ clock, limits, isNewChat, linkedAt: () => linkedAt });
    leave(paced, STRANGER, 1);
    // One a day for two days, then two.
    expect(paced.closedFor(STRANGER)).toBe(DAY_MS);
    await clock.advance(1.5 * DAY_MS);
    leave(paced, STRANGER, 1);
    expect(paced.closedFor(STRANGER)).toBe(DAY_MS / 2);
    await clock.advance(DAY_MS / 2);
    expect(paced.closedFor(STRANGER)).toBe(0);
  });

  it('lets five messages to a chat follow each other, and then keeps a gap between them', async () => {
    const paced = new PacingGovernor({ clock, limits: { ...GENEROUS, chatGapMs: 1000 }, isNewChat });
    leave(paced, FRIEND, 4);
    expect(paced.waitFor(FRIEND)).toBe(0);
    leave(paced, FRIEND, 1);
    expect([paced.waitFor(FRIEND), paced.waitFor(STRANGER)]).toEqual([1000, 0]);
    await clock.advance(1000);
    leave(paced, FRIEND, 1);
    expect(paced.waitFor(FRIEND)).toBe(1000);
    await clock.advance(3000);
    leave(paced, FRIEND, 2);
    expect(paced.waitFor(FRIEND)).toBe(0);
    leave(paced, FRIEND, 1);
    expect(paced.waitFor(FRIEND)).toBe(1000);
  });

  it('lets nothing leave in the quiet hours, and says when they are over', async () => {
    // 03:04 in UTC is 04:04 in Madrid.
    const quietHours = { from: 22 * 60, to: 4 * 60 + 30 };
    const limits = { ...GENEROUS, quietHours, quietHoursZone: 'Europe/Madrid' };
    const paced = new PacingGovernor({ clock, limits, isNewChat });
    const quietUntil = new Date('2026-01-02T03:30:00.000Z');
    expect(paced.status()).toMatchObject({ quietUntil });
    expect(paced.waitFor(FRIEND)).toBe(quietUntil.getTime() - clock.now().getTime());
    expect(paced.closedFor(STRANGER)).toBe(0);
    await clock.advance(paced.waitFor(FRIEND));
    expect(paced.waitFor(FRIEND)).toBe(0);
    expect(paced.status()).not.toHaveProperty('quietUntil');
  });
});
