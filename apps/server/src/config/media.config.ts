import { z } from 'zod';
import { wholeNumber } from './readers.js';
import { area, type AreaValues } from './setting.js';

const DAY_MS = 86_400_000;

export const mediaArea = area('Media', {
  download: {
    env: 'COLUMBA_MEDIA_DOWNLOAD',
    option: 'media_download',
    schema: z.enum(['all', 'received', 'none']).default('all'),
    description:
      'Which files are fetched as they come: `all`, also those sent from the phone; `received` from others only; `none`.',
  },
  maxBytes: {
    env: 'COLUMBA_MEDIA_MAX_MB',
    option: 'media_max_mb',
    schema: wholeNumber(1, 2000)
      .transform((megabytes) => megabytes * 1_000_000)
      .default(64_000_000),
    description: 'Largest file in either direction, in MB.',
    shownDefault: '64',
  },
  keepMs: {
    env: 'COLUMBA_MEDIA_KEEP_DAYS',
    option: 'media_keep_days',
    schema: wholeNumber(1, 365)
      .transform((days) => days * DAY_MS)
      .default(7 * DAY_MS),
    description: 'How many days files are kept.',
    shownDefault: '7',
  },
});
export type MediaConfig = AreaValues<typeof mediaArea>;
