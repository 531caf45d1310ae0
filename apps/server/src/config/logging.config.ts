import { z } from 'zod';
import { area, type AreaValues } from './setting.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

export const loggingArea = area('Log', {
  level: {
    env: 'COLUMBA_LOG_LEVEL',
    option: 'log_level',
    schema: z.enum(LOG_LEVELS).default('info'),
    description: 'How much is logged. Message texts, keys and phone numbers are never logged, at any level.',
  },
});
export type LoggingConfig = AreaValues<typeof loggingArea>;
