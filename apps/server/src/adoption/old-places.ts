import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What an older program left, and for which session it is; `default` is the one that those programs call nothing. */
export interface OldPlace {
  kind: 'baileys' | 'browser';
  folder: string;
  session: string;
}

const DEFAULT_SESSION = 'default';
const SESSION_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** FaserF's add-on keeps logins in the first two places, gajosu's in the third. */
export const oldPlaces = (root: string): OldPlace[] => [
  ...whereThere({ kind: 'baileys', folder: join(root, 'auth_info_baileys'), session: DEFAULT_SESSION }, 'creds.json'),
  ...folders(join(root, 'sessions')).flatMap((name) =>
    whereThere({ kind: 'baileys', folder: join(root, 'sessions', name), session: name.toLowerCase() }, 'creds.json'),
  ),
  ...whereThere({ kind: 'browser', folder: join(root, 'session'), session: DEFAULT_SESSION }, 'Default'),
];

export const isDefault = ({ session }: OldPlace): boolean => session === DEFAULT_SESSION;

/** Where FaserF's add-on keeps its token, the newer place first. */
export const oldTokenFiles = (root: string): string[] =>
  [join(root, '.api_token'), join(root, 'api_token.txt')].filter((file) => existsSync(file));

function whereThere(place: OldPlace, sign: string): OldPlace[] {
  return SESSION_NAME.test(place.session) && existsSync(join(place.folder, sign)) ? [place] : [];
}

function folders(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}
