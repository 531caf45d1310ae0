import type { Clock, Jid } from '@columba/core';
import { SlidingWindow } from './sliding-window.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** How many messages may leave a session in any such time. */
export interface PacingLimits {
  perMinute: number;
  perHour: number;
  perDay: number;
  /** Chats in which nothing was said before. */
  newChatsPerDay: number;
}

/** A message that left: when, and whether it began a chat. */
export interface Departure {
  at: Date;
  newChat: boolean;
}

/** What WhatsApp's warnings stop: everything, or chats in which nothing was said before. */
export type Brake = 'sending' | 'new_chats';

export interface Budget {
  limit: number;
  left: number;
}

export interface PacingStatus {
  minute: Budget;
  hour: Budget;
  day: Budget;
  newChats: Budget;
  /** Nothing leaves before. */
  pausedUntil?: Date;
  /** No chat is begun before. */
  newChatsPausedUntil?: Date;
}

/**
 * Keeps one session's sends at the pace of a person, because a faster account is soon a banned one, and stops where
 * WhatsApp itself says so. It only says when: whoever sends asks it, and tells it what left.
 */
export class PacingGovernor {
  private readonly minute: SlidingWindow;
  private readonly hour: SlidingWindow;
  private readonly day: SlidingWindow;
  private readonly newChats: SlidingWindow;
  private readonly brakes = new Map<Brake, number>();

  /** @param past what left within the last day, oldest first: a restart gives no new budget. */
  constructor(
    private readonly clock: Clock,
    limits: PacingLimits,
    private readonly isNewChat: (chat: Jid) => boolean,
    past: readonly Departure[] = [],
  ) {
    this.minute = new SlidingWindow(limits.perMinute, MINUTE_MS);
    this.hour = new SlidingWindow(limits.perHour, HOUR_MS);
    this.day = new SlidingWindow(limits.perDay, DAY_MS);
    this.newChats = new SlidingWindow(limits.newChatsPerDay, DAY_MS);
    const now = clock.now().getTime();
    for (const { at, newChat } of past) this.count(clock.monotonic() - (now - at.getTime()), newChat);
  }

  /** Milliseconds until a message may leave for this chat; 0 when it may now. */
  waitFor(chat: Jid): number {
    const now = this.clock.monotonic();
    const known = Math.max(this.braked('sending', now), ...[this.minute, this.hour, this.day].map((w) => w.wait(now)));
    return this.isNewChat(chat) ? Math.max(known, this.waitForNewChat(now)) : known;
  }

  /** Milliseconds until this chat may be begun; 0 when it may now, or was begun long ago. The pace does not count. */
  closedFor(chat: Jid): number {
    return this.isNewChat(chat) ? this.waitForNewChat(this.clock.monotonic()) : 0;
  }

  /** A message is leaving for this chat. */
  leaving(chat: Jid): void {
    this.count(this.clock.monotonic(), this.isNewChat(chat));
  }

  /** WhatsApp has warned. A longer stop stays. */
  brake(what: Brake, ms: number): void {
    this.brakes.set(what, Math.max(this.brakes.get(what) ?? 0, this.clock.monotonic() + ms));
  }

  status(): PacingStatus {
    const now = this.clock.monotonic();
    const budget = (window: SlidingWindow): Budget => ({ limit: window.limit, left: window.left(now) });
    const status: PacingStatus = {
      minute: budget(this.minute),
      hour: budget(this.hour),
      day: budget(this.day),
      newChats: budget(this.newChats),
    };
    const until = (what: Brake) => new Date(this.clock.now().getTime() + this.braked(what, now));
    if (this.braked('sending', now) > 0) status.pausedUntil = until('sending');
    if (this.braked('new_chats', now) > 0) status.newChatsPausedUntil = until('new_chats');
    return status;
  }

  private waitForNewChat(now: number): number {
    return Math.max(this.braked('new_chats', now), this.newChats.wait(now));
  }

  private braked(what: Brake, now: number): number {
    return Math.max(0, (this.brakes.get(what) ?? 0) - now);
  }

  private count(at: number, newChat: boolean): void {
    for (const window of [this.minute, this.hour, this.day]) window.add(at);
    if (newChat) this.newChats.add(at);
  }
}
