import { z } from 'zod';
import { area, type AreaValues } from './setting.js';

export const faserfArea = area('The flat API at the root', {
  enabled: {
    env: 'FASERF_API',
    option: 'faserf_api',
    schema: z
      .enum(['on', 'off'])
      .default('on')
      .transform((value) => value === 'on'),
    description: 'Whether the API of the WhatsApp add-on by FaserF is served at the root. It needs a key in any case.',
    shownDefault: '`on`',
  },
  session: {
    env: 'FASERF_SESSION',
    option: 'faserf_session',
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be a session name (a-z 0-9 _ -)')
      .optional(),
    description: 'Session that this API calls `default`, which it means when a request names none.',
    shownDefault: 'the first of `COLUMBA_SESSIONS`',
  },
});
export type FaserfConfig = AreaValues<typeof faserfArea>;
