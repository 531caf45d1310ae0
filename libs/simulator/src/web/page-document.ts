import type { PageSettings } from './settings.js';

/** Where the page finds its settings. */
export const SETTINGS_ID = 'simulator-settings';

/** The document at `/`: its settings, then its script. */
export function pageDocument(settings: PageSettings): string {
  // Inside a script element nothing but its end tag can break out.
  const json = JSON.stringify(settings).replaceAll('<', String.raw`\u003c`);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>WhatsApp (simulated)</title></head><body>',
    '<div id="app">This page is a simulation.</div>',
    `<script type="application/json" id="${SETTINGS_ID}">${json}</script>`,
    '<script src="/page.js"></script></body></html>',
  ].join('');
}
