import 'reflect-metadata';
import { startServer } from './bootstrap.js';
import { loadConfig } from './config/load-config.js';
import { reasonOf } from './start-failure.js';

try {
  await startServer(loadConfig());
} catch (error) {
  process.stderr.write(`Columba cannot start: ${reasonOf(error)}\n`);
  process.exit(1);
}
