import { z } from 'zod';
import { commaList } from './readers.js';
import { area, type AreaValues } from './setting.js';

export const sessionsArea = area('Sessions', {
  names: {
    env: 'COLUMBA_SESSIONS',
    option: 'sessions',
    schema: commaList
      .pipe(
        z.array(
          z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be session names (a-z 0-9 _ -), divided by commas'),
        ),
      )
      .default(['home']),
    description:
      'Sessions that exist from the start and start by themselves, divided by commas. More can be made with the API.',
    shownDefault: '`home`',
  },
});
export type SessionsConfig = AreaValues<typeof sessionsArea>;
