import { z } from 'zod';
import { parseAllowEntry } from '../egress/allow-list.js';
import { commaList, wholeNumber } from './readers.js';
import { area, type AreaValues } from './setting.js';

const DAY_MS = 86_400_000;
const GIGABYTE = 1_000_000_000;

const allowEntry = z.string().transform((text, context) => {
  try {
    return parseAllowEntry(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `is not usable: ${(error as Error).message}` });
    return z.NEVER;
  }
});

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
  urlMaxBytes: {
    env: 'MEDIA_URL_MAX_CONTENT_LENGTH',
    option: 'media_url_max_content_length',
    schema: wholeNumber(1, GIGABYTE).default(52_428_800),
    description: 'Largest file, in bytes, that is fetched from an address for the gajosu API.',
  },
  urlTimeoutMs: {
    env: 'MEDIA_URL_DOWNLOAD_TIMEOUT',
    option: 'media_url_download_timeout',
    schema: wholeNumber(100, 600_000).default(15_000),
    description: 'How long such a fetch may take, in milliseconds.',
  },
  allowedAddresses: {
    env: 'COLUMBA_MEDIA_ALLOWED_ADDRESSES',
    option: 'media_allowed_addresses',
    schema: commaList.pipe(z.array(allowEntry)).default([]),
    description:
      'Addresses inside your own network that media may be fetched from, divided by commas: scheme, host, port and the beginning of the path, such as `http://homeassistant.local:8123/api/camera_proxy`. All other addresses inside are refused.',
    shownDefault: 'none',
  },
});
export type MediaConfig = AreaValues<typeof mediaArea>;
