/** Bundles the simulated WhatsApp Web page for the built simulator; from source it is bundled at every start. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

export function bundlePage() {
  const entry = inRoot('libs/simulator/src/web/page/main.ts');
  const bundle = inRoot('dist/simulator/libs/simulator/src/web/page.bundle.js');
  const cli = inRoot('node_modules/rolldown/bin/cli.mjs');
  const options = ['--format', 'iife', '--platform', 'browser', '-o', bundle];
  const run = spawnSync(process.execPath, [cli, entry, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (run.status !== 0) throw new Error('the page could not be bundled');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) bundlePage();
