import { initial } from './0001-initial.js';
import { readModel } from './0002-read-model.js';
import { consumers } from './0003-consumers.js';
import { originals } from './0004-originals.js';
import { ownership } from './0005-ownership.js';
import { auditAndPull } from './0006-audit-and-pull.js';
import { linkedAt } from './0007-linked-at.js';
import { readUntil } from './0008-read-until.js';
import { logStart } from './0009-log-start.js';
import { readingIndexes } from './0010-reading-indexes.js';

/** In order of application. Names are never changed or removed. */
export const MIGRATIONS: readonly { name: string; sql: string }[] = [
  { name: '0001-initial', sql: initial },
  { name: '0002-read-model', sql: readModel },
  { name: '0003-consumers', sql: consumers },
  { name: '0004-originals', sql: originals },
  { name: '0005-ownership', sql: ownership },
  { name: '0006-audit-and-pull', sql: auditAndPull },
  { name: '0007-linked-at', sql: linkedAt },
  { name: '0008-read-until', sql: readUntil },
  { name: '0009-log-start', sql: logStart },
  { name: '0010-reading-indexes', sql: readingIndexes },
];
