import { z } from 'zod';
import { commaList, wholeNumber } from './readers.js';
import { area, type AreaValues } from './setting.js';

const HOST_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;

export const httpArea = area('Network', {
  host: {
    env: 'COLUMBA_HOST',
    schema: z.string().min(1).default('127.0.0.1'),
    description: 'Address to listen on. `0.0.0.0` opens Columba to the whole network; every request still needs a key.',
  },
  port: {
    env: 'COLUMBA_PORT',
    schema: wholeNumber(0, 65_535).default(8066),
    description: 'Port to listen on. `0` takes any free one.',
  },
  allowedHosts: {
    env: 'COLUMBA_ALLOWED_HOSTS',
    option: 'allowed_hosts',
    schema: commaList
      .pipe(z.array(z.string().regex(HOST_NAME, 'must be host names without port, divided by commas').toLowerCase()))
      .default([]),
    description:
      'More host names under which Columba may be called, divided by commas. IP addresses, `localhost`, `*.local` and the own name of the machine, container or add-on always may; any other name is refused, because a foreign web page could use it.',
    shownDefault: 'none',
  },
  corsOrigins: {
    env: 'CORS_ORIGINS',
    option: 'cors_origins',
    schema: commaList
      .pipe(z.array(z.string().refine(isOrigin, 'must be origins such as https://example.org')))
      .default([]),
    description:
      'Web pages of other origins that may call the API from a browser, divided by commas. `*` is not possible.',
    shownDefault: 'none',
  },
});
export type HttpConfig = AreaValues<typeof httpArea>;

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
