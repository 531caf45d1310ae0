import { wholeNumber } from './readers.js';
import { area, type AreaValues } from './setting.js';

const budget = (env: string, option: string, usual: number, description: string) => ({
  env,
  option,
  schema: wholeNumber(1, 1_000_000).default(usual),
  description,
});

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
});
export type PacingConfig = AreaValues<typeof pacingArea>;
