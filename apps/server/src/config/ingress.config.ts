import { isIP } from 'node:net';
import { z } from 'zod';
import { commaList, wholeNumber } from './readers.js';
import { area, type AreaValues } from './setting.js';

/** The Supervisor's own address, the same in every Home Assistant. */
export const SUPERVISOR_ADDRESS = '172.30.32.2';

export const ingressArea = area('The page inside Home Assistant', {
  port: {
    env: 'COLUMBA_INGRESS_PORT',
    schema: wholeNumber(0, 65_535).optional(),
    description: 'Port on which the page is served to Home Assistant, without a key, and to nobody else.',
    shownDefault: '8099 in the add-on, else closed',
  },
  otherUsers: {
    env: 'COLUMBA_INGRESS_OTHER_USERS',
    option: 'other_users',
    schema: z.enum(['nothing', 'read', 'everything']).default('nothing'),
    description:
      'What users of Home Assistant who are no administrators may do there: `nothing`, `read` all chats, or `everything`.',
  },
  trustedAddresses: {
    env: 'INGRESS_TRUSTED_IPS',
    schema: commaList
      .pipe(z.array(z.string().refine((text) => isIP(text) > 0, 'must be IP addresses, divided by commas')).min(1))
      .default([SUPERVISOR_ADDRESS]),
    description:
      'The addresses, divided by commas, that may use that port. For tests: with `NODE_ENV=production`, as in the image, another one than the default is refused.',
    shownDefault: `\`${SUPERVISOR_ADDRESS}\``,
  },
});
export type IngressConfig = AreaValues<typeof ingressArea>;
