import { dropSnapshot, takeSnapshot } from '@columba/storage';
import { loadConfig } from '../config/load-config.js';

/** `backup.js prepare` before Home Assistant copies the data folder, `backup.js done` after it; the server goes on meanwhile. */
const { directory } = loadConfig().storage;
const [order] = process.argv.slice(2);
if (order === 'prepare') await takeSnapshot(directory);
else if (order === 'done') dropSnapshot(directory);
else throw new Error('say prepare or done');
