import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DomainError } from '@columba/core';

/** The headless shell first: it needs half the memory. */
const NAMES = ['chromium-headless-shell', 'chrome-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

const ADVICE =
  'The whatsapp-web.js engine needs Chromium. Install it (Debian: apt install chromium-headless-shell or chromium) ' +
  'or name its executable by CHROMIUM_PATH';

/**
 * The browser to run: what is named, else the first one on the PATH.
 * @throws DomainError `unavailable`, with what to do
 */
export function findChromium(named: string | undefined, path = process.env.PATH ?? ''): string {
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new DomainError('unavailable', `There is no browser at the configured place. ${ADVICE}`);
  }
  const places = NAMES.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name)));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new DomainError('unavailable', `${ADVICE}.`);
  return found;
}

/** A shell is headless by itself; anything else is told to be. */
export const headlessMode = (executable: string): true | 'shell' =>
  /headless[-_]shell/.test(executable) ? 'shell' : true;
