import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DialectGoldens } from '../support/conform.js';
import { loadGoldens } from '../support/golden.js';
import type { Shapes } from '../support/match.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export const gajosu: DialectGoldens = {
  dialect: 'gajosu',
  goldens: loadGoldens(here('./goldens')),
  shapes: JSON.parse(readFileSync(here('./shapes.json'), 'utf8')) as Shapes,
  settings: (media) => ({
    COLUMBA_MEDIA_ALLOWED_ADDRESSES: media,
    MEDIA_URL_MAX_CONTENT_LENGTH: '200000',
    MEDIA_URL_DOWNLOAD_TIMEOUT: '1000',
  }),
};
