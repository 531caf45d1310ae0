import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger, systemClock } from '@columba/core';
import { openStorage } from '@columba/storage';
import { createApp } from '../bootstrap.js';
import { openApiDocument } from '../common/openapi/document.js';
import { gajosuDocument } from '../compat/gajosu/openapi/gajosu-document.js';
import { configurationPage } from '../config/configuration-page.js';
import { loadConfig } from '../config/load-config.js';
import { BundledEngines } from '../engine/bundled-engines.js';
import { capabilitiesPage } from './capabilities-page.js';

/** Writes the generated documents into the folder that is named on the command line. */
const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder to write to');

const directory = mkdtempSync(join(tmpdir(), 'columba-docs-'));
const config = loadConfig({ COLUMBA_DATA_DIR: directory });
const storage = openStorage({ directory, clock: systemClock });
const engines = new BundledEngines(config);
const app = await createApp({
  config,
  storage,
  clock: systemClock,
  logger: silentLogger,
  engines,
});
await app.init();
writeFileSync(join(folder, 'openapi.json'), `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
writeFileSync(join(folder, 'openapi.gajosu.json'), `${JSON.stringify(gajosuDocument(app), null, 2)}\n`);
const tables = await Promise.all(engines.kinds.map(async (kind) => [kind, await engines.capabilities(kind)] as const));
writeFileSync(join(folder, 'capabilities.md'), capabilitiesPage(new Map(tables)));
writeFileSync(join(folder, 'configuration.md'), configurationPage());
await app.close();
rmSync(directory, { recursive: true });
