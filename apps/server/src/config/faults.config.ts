import { parseFailpoints, type FailpointOrder } from '@columba/core';
import { z } from 'zod';
import { area, type AreaValues } from './setting.js';

/** Faults on order, for tests. Against the real WhatsApp they would cost real messages. */
export const faultsArea = area('Faults, for tests only', {
  failpoints: {
    env: 'COLUMBA_FAILPOINTS',
    schema: z
      .string()
      .default('')
      .transform((text, issues): FailpointOrder[] => {
        try {
          return parseFailpoints(text);
        } catch (error) {
          issues.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'cannot be read' });
          return z.NEVER;
        }
      }),
    description:
      'Provokes faults: `name:action[:n[+]]`, divided by commas. Names and actions stand in `libs/core/src/failpoints/`.',
    shownDefault: 'none',
  },
  allowed: {
    env: 'COLUMBA_ALLOW_FAILPOINTS',
    schema: z
      .enum(['true', 'false'])
      .default('false')
      .transform((text) => text === 'true'),
    description: 'Lets faults be provoked without a simulated WhatsApp, too.',
    shownDefault: '`false`',
  },
});
export type FaultsConfig = AreaValues<typeof faultsArea>;
