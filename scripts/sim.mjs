/** `npm run sim -- --seed 1 --state DIR`: the simulated WhatsApp by itself; prints one line of JSON with its addresses. */
import { pathToFileURL } from 'node:url';
import { buildIfNeeded, entryOf } from './build-if-needed.mjs';

buildIfNeeded('simulator');
await import(pathToFileURL(entryOf('simulator')).href);
