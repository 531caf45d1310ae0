import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DialectGoldens } from '../support/conform.js';
import { loadGoldens } from '../support/golden.js';
import type { Shapes } from '../support/match.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export const faserf: DialectGoldens = {
  dialect: 'faserf',
  goldens: loadGoldens(here('./goldens')),
  shapes: JSON.parse(readFileSync(here('./shapes.json'), 'utf8')) as Shapes,
  settings: (media) => ({
    COLUMBA_MEDIA_ALLOWED_ADDRESSES: media,
    COLUMBA_WEBHOOK_ALLOW: media,
    // All of it goes through one session within a minute.
    COLUMBA_SENDS_PER_MINUTE: '100000',
    COLUMBA_CHAT_GAP_MS: '0',
    COLUMBA_SENDS_PER_HOUR: '100000',
    COLUMBA_NEW_CHATS_PER_DAY: '100000',
  }),
};
