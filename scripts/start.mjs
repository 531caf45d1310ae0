/** `npm start`: builds if needed, then is the server: SQLite in ./data, Baileys, real WhatsApp, loopback only. */
import { pathToFileURL } from 'node:url';
import { buildIfNeeded, entryOf } from './build-if-needed.mjs';

buildIfNeeded('server');
buildIfNeeded('page');
await import(pathToFileURL(entryOf('server')).href);
