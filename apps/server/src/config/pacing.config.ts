import { z } from 'zod';
import { wholeNumber } from './readers.js';
import { area, type AreaValues } from './setting.js';

const budget = (env: string, option: string, usual: number, description: string) => ({
  env,
  option,
  schema: wholeNumber(1, 1_000_000).default(usual),
  description,
});

const CLOCK_TIME = String.raw`([01]\d|2[0-3]):([0-5]\d)`;
const HOURS = new RegExp(`^${CLOCK_TIME}-${CLOCK_TIME}$`);

const dailyHours = z
  .string()
  .regex(HOURS, 'must be two times like 22:00-07:00')
  .transform((text) => {
    const [, fromHour, fromMinute, toHour, toMinute] = (HOURS.exec(text) ?? []).map(Number);
    return { from: (fromHour ?? 0) * 60 + (fromMinute ?? 0), to: (toHour ?? 0) * 60 + (toMinute ?? 0) };
  })
  .refine(({ from, to }) => from !== to, 'must be two different times');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Budgets of one session. WhatsApp publishes no limits; these are what a busy person may write. */
export const pacingArea = area('Pace of sending', {
  perMinute: budget('COLUMBA_SENDS_PER_MINUTE', 'sends_per_minute', 30, 'Messages of a session in any minute.'),
  perHour: budget('COLUMBA_SENDS_PER_HOUR', 'sends_per_hour', 500, 'Messages of a session in any hour.'),
  perDay: budget('COLUMBA_SENDS_PER_DAY', 'sends_per_day', 3_000, 'Messages of a session in any 24 hours.'),
  newChatsPerDay: budget(
    'COLUMBA_NEW_CHATS_PER_DAY',
    'new_chats_per_day',
    30,
    'Chats that a session may begin in any 24 hours. Messages to strangers are what accounts are banned for.',
  ),
  warmUpDays: {
    env: 'COLUMBA_WARM_UP_DAYS',
    option: 'warm_up_days',
    schema: wholeNumber(0, 365).default(7),
    description:
      'For so many days after it was linked a session may begin fewer chats: a third on the first day, and more each day. 0: all of them at once.',
  },
  chatGapMs: {
    env: 'COLUMBA_CHAT_GAP_MS',
    option: 'chat_gap_ms',
    schema: wholeNumber(0, 600_000).default(1_000),
    description:
      'Milliseconds between two messages to the same chat, after a burst of five that may follow each other at once. 0: no gap.',
  },
  quietHours: {
    env: 'COLUMBA_QUIET_HOURS',
    option: 'quiet_hours',
    schema: dailyHours.optional(),
    description:
      'Hours of each day in which nothing is sent, for example `22:00-07:00`. Messages wait until they are over; those whose lifetime ends before that expire (for Home Assistant it is 15 minutes).',
    shownDefault: 'none',
  },
  quietHoursZone: {
    env: 'COLUMBA_QUIET_HOURS_ZONE',
    option: 'quiet_hours_zone',
    schema: z.string().refine(isTimeZone, 'must be a time zone like Europe/Madrid').optional(),
    description: 'The time zone of these hours, for example `Europe/Madrid`.',
    shownDefault: "the process's (`TZ`)",
  },
});
export type PacingConfig = AreaValues<typeof pacingArea>;
