import { initial } from './0001-initial.js';

/** In order of application. Names are never changed or removed. */
export const MIGRATIONS: readonly { name: string; sql: string }[] = [{ name: '0001-initial', sql: initial }];
