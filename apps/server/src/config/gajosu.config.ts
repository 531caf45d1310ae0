import { z } from 'zod';
import { area, type AreaValues } from './setting.js';

export const gajosuArea = area('The gajosu API under `/api`', {
  auth: {
    env: 'GAJOSU_API_AUTH',
    option: 'gajosu_api_auth',
    schema: z.enum(['token', 'none']).default('token'),
    description:
      'Whether this API and its socket.io need a key. `none` is for existing clients that send none: whoever reaches the port then reads and writes in your name; only the QR is not shown to them. The other APIs need a key in any case.',
  },
  session: {
    env: 'GAJOSU_SESSION',
    option: 'gajosu_session',
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be a session name (a-z 0-9 _ -)')
      .optional(),
    description: 'Session that this API serves; its paths name none.',
    shownDefault: 'the first of `COLUMBA_SESSIONS`',
  },
});
export type GajosuConfig = AreaValues<typeof gajosuArea>;
