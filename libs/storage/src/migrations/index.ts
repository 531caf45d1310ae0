import { initial } from './0001-initial.js';
import { originals } from './0002-originals.js';

/** In order of application. Names are never changed or removed. */
export const MIGRATIONS: readonly { name: string; sql: string }[] = [
  { name: '0001-initial', sql: initial },
  { name: '0002-originals', sql: originals },
];
