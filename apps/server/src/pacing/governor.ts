import type { Clock, Jid } from '@columba/core';
import { ChatGap } from './chat-gap.js';
import { QuietHours, type DailyHours } from './quiet-hours.js';
import { SlidingWindow } from './sliding-window.js';
import { WarmUp } from './warm-up.js';

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
  /** For so many days after linking there are fewer new chats, see {@link WarmUp}; 0: never. */
  warmUpDays: number;
  /** Between two messages to one chat, after a burst, see {@link ChatGap}; 0: none. */
  chatGapMs: number;
  /** Nothing leaves in them. */
  quietHours?: DailyHours | undefined;
  /** Of the quiet hours, by its IANA name; absent: that of this process. */
  quietHoursZone?: string | undefined;
}

export interface GovernorParts {
  clock: Clock;
  limits: PacingLimits;
  isNewChat: (chat: Jid) => boolean;
  /** When a phone accepted this device; `undefined`: long ago. */
  linkedAt?: () => Date | undefined;
  /** What left within the last day, oldest first: a restart gives no new budget. */
  past?: readonly Departure[];
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
  /** Milliseconds between two messages to one chat, after a burst. */
  chatGapMs: number;
  /** There are fewer new chats a day before. */
  warmUpUntil?: Date;
  /** Quiet hours: nothing leaves before. */
  quietUntil?: Date;
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
  private readonly warmUp: WarmUp;
  private readonly gap: ChatGap;
  private readonly quiet: QuietHours | undefined;
  private readonly brakes = new Map<Brake, number>();
  private readonly clock: Clock;
  private readonly isNewChat: (chat: Jid) => boolean;

  constructor({ clock, limits, isNewChat, linkedAt = () => undefined, past = [] }: GovernorParts) {
    this.clock = clock;
    this.isNewChat = isNewChat;
    this.warmUp = new WarmUp({ clock, full: limits.newChatsPerDay, days: limits.warmUpDays, linkedAt });
    this.gap = new ChatGap(limits.chatGapMs);
    this.quiet = limits.quietHours && new QuietHours(limits.quietHours, limits.quietHoursZone);
    this.minute = new SlidingWindow(() => limits.perMinute, MINUTE_MS);
    this.hour = new SlidingWindow(() => limits.perHour, HOUR_MS);
    this.day = new SlidingWindow(() => limits.perDay, DAY_MS);
    this.newChats = new SlidingWindow(() => this.warmUp.limit, DAY_MS);
    const now = clock.now().getTime();
    for (const { at, newChat } of past) this.count(clock.monotonic() - (now - at.getTime()), newChat);
  }

  /** Milliseconds until a message may leave for this chat; 0 when it may now. To be asked again then. */
  waitFor(chat: Jid): number {
    const now = this.clock.monotonic();
    const paces = [this.minute, this.hour, this.day].map((window) => window.wait(now));
    const known = Math.max(this.braked('sending', now), this.quietMs(), this.gap.wait(chat, now), ...paces);
    return this.isNewChat(chat) ? Math.max(known, this.waitForNewChat(now)) : known;
  }

  /** Milliseconds until this chat may be begun; 0 when it may now, or was begun long ago. The pace does not count. */
  closedFor(chat: Jid): number {
    return this.isNewChat(chat) ? this.waitForNewChat(this.clock.monotonic()) : 0;
  }

  /** A message is leaving for this chat. */
  leaving(chat: Jid): void {
    const now = this.clock.monotonic();
    this.count(now, this.isNewChat(chat));
    this.gap.leaving(chat, now);
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
      chatGapMs: this.gap.ms,
    };
    const { warmUp, quiet } = this;
    const quietUntil = quiet?.endOf(this.clock.now());
    if (warmUp.endsAt) status.warmUpUntil = warmUp.endsAt;
    if (quietUntil) status.quietUntil = quietUntil;
    const until = (what: Brake) => new Date(this.clock.now().getTime() + this.braked(what, now));
    if (this.braked('sending', now) > 0) status.pausedUntil = until('sending');
    if (this.braked('new_chats', now) > 0) status.newChatsPausedUntil = until('new_chats');
    return status;
  }

  private waitForNewChat(now: number): number {
    const full = this.newChats.wait(now);
    return Math.max(this.braked('new_chats', now), full && Math.min(full, this.warmUp.msToRise));
  }

  private quietMs(): number {
    const now = this.clock.now();
    return (this.quiet?.endOf(now) ?? now).getTime() - now.getTime();
  }

  private braked(what: Brake, now: number): number {
    return Math.max(0, (this.brakes.get(what) ?? 0) - now);
  }

  private count(at: number, newChat: boolean): void {
    for (const window of [this.minute, this.hour, this.day]) window.add(at);
    if (newChat) this.newChats.add(at);
  }
}
