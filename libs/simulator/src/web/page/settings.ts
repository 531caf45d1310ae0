import type { PageSettings } from '../settings.js';

const ELEMENT = 'simulator-settings';

/** The settings the page was served with. */
export const readSettings = (): PageSettings =>
  JSON.parse(document.getElementById(ELEMENT)?.textContent ?? '{}') as PageSettings;
