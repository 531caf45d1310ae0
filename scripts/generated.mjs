/**
 * `npm run generated` writes the generated files of the repository; with --check it only compares, and fails when one is
 * out of date. They are made by the built server, so that what they describe is what runs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded, root } from './build-if-needed.mjs';

const check = process.argv.includes('--check');
const target = check ? mkdtempSync(join(tmpdir(), 'columba-generated-')) : join(root, 'docs');
buildIfNeeded('server');
mkdirSync(target, { recursive: true });

const tool = join(root, 'dist/server/apps/server/src/tools/generate-docs.js');
const run = spawnSync(process.execPath, [tool, target], { stdio: 'inherit' });
if (run.status !== 0) process.exit(1);

if (check) {
  const made = readdirSync(target);
  const stale = made.filter((name) => {
    const committed = join(root, 'docs', name);
    return !existsSync(committed) || !readFileSync(committed).equals(readFileSync(join(target, name)));
  });
  rmSync(target, { recursive: true });
  for (const name of stale) console.error(`docs/${name} is out of date: run 'npm run generated' and commit it`);
  if (made.length === 0) console.error('the generator made nothing');
  console.log(`generated: ${made.length} files, ${stale.length} out of date`);
  process.exitCode = stale.length || made.length === 0 ? 1 : 0;
}
