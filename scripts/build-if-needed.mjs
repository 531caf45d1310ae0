/** Builds an application when its sources are newer than its build, or when there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePage } from './page-script.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

const SOURCES = {
  server: ['apps/server', 'libs', 'package-lock.json', 'tsconfig.json', 'nest-cli.json'],
  simulator: ['apps/simulator', 'libs/simulator', 'package-lock.json', 'tsconfig.json', 'nest-cli.json'],
};

/** The built entry file of an application. */
export const entryOf = (app) => join(root, 'dist', app, 'apps', app, 'src', 'main.js');

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** @param {'server' | 'simulator'} app */
export function buildIfNeeded(app) {
  const entry = entryOf(app);
  if (existsSync(entry)) {
    const built = statSync(join(root, 'dist', app)).mtimeMs;
    // An image ships without sources: then what is built is what there is.
    const sources = SOURCES[app].map((path) => join(root, path)).filter((path) => existsSync(path));
    if (!sources.some((path) => newest(path) > built)) return;
  }
  console.error(`Building the ${app} (once)…`);
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  const run = spawnSync(process.execPath, [nest, 'build', app], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (run.status !== 0) {
    console.error(`The ${app} could not be built.`);
    process.exit(1);
  }
  if (app === 'simulator') bundlePage();
}
