/**
 * Runs at the end of `npm ci`: builds, so that the first start is quick. An installation without the development
 * dependencies (an image that brings its build along) has nothing to do here.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfNeeded, root } from './build-if-needed.mjs';

if (existsSync(join(root, 'node_modules/@nestjs/cli')))
  for (const app of ['server', 'simulator', 'page']) if (existsSync(join(root, 'apps', app))) buildIfNeeded(app);
