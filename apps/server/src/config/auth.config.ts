import { z } from 'zod';
import { area, type AreaValues } from './setting.js';

/** Strings that stand in examples and guides; whoever copies one has an open door. */
const KNOWN_DEFAULTS =
  /change.?me|example|placeholder|default|password|your.?(api.?)?(token|key|secret)|^(.)\3*$|^(0123456789|abcdef)/i;

export const authArea = area('Access', {
  token: {
    env: 'COLUMBA_API_TOKEN',
    alias: 'API_TOKEN',
    option: 'api_token',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9_-]{32,128}$/, 'must be 32 to 128 of A-Z a-z 0-9 _ -')
      .refine(
        (token) => !KNOWN_DEFAULTS.test(token),
        'is a well-known example: make your own, for instance with `openssl rand -hex 32`',
      )
      .optional(),
    description:
      'An API key of your own with all rights. Without it the first start makes one and keeps it in `first-token` in the data folder.',
    shownDefault: 'made at the first start',
  },
});
export type AuthConfig = AreaValues<typeof authArea>;
