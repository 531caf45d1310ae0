/** Builds an application when its sources are newer than its build, or when there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePage } from './page-script.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

const SOURCES = {
  page: ['apps/page', 'package-lock.json'],
  server: ['apps/server', 'libs', 'package-lock.json', 'tsconfig.json', 'nest-cli.json'],
  simulator: ['apps/simulator', 'libs/simulator', 'package-lock.json', 'tsconfig.json', 'nest-cli.json'],
};

/** The built entry file of an application. */
export const entryOf = (app) =>
  app === 'page' ? join(root, 'dist/page/index.html') : join(root, 'dist', app, 'apps', app, 'src', 'main.js');

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function commandFor(app) {
  if (app !== 'page') return [join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'build', app];
  return [join(root, 'node_modules/vite/bin/vite.js'), 'build', '-c', join(root, 'apps/page/vite.config.mjs')];
}

/** @param {'server' | 'simulator' | 'page'} app */
export function buildIfNeeded(app) {
  const entry = entryOf(app);
  if (existsSync(entry)) {
    const built = statSync(join(root, 'dist', app)).mtimeMs;
    // An image ships without sources: then what is built is what there is.
    const sources = SOURCES[app].map((path) => join(root, path)).filter((path) => existsSync(path));
    if (!sources.some((path) => newest(path) > built)) return;
  }
  console.error(`Building the ${app} (once)…`);
  const run = spawnSync(process.execPath, commandFor(app), { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (run.status !== 0) {
    console.error(`The ${app} could not be built.`);
    process.exit(1);
  }
  if (app === 'simulator') bundlePage();
}
