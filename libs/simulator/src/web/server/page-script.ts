import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the build leaves beside the compiled door; see scripts/page-script.mjs. */
const BUILT = new URL('../page.bundle.js', import.meta.url);
const SOURCE = new URL('../page/main.ts', import.meta.url);

let script: Promise<string> | undefined;

/** The script of the page: the built one, or from source, bundled once per process. */
export const pageScript = (): Promise<string> => (script ??= load());

async function load(): Promise<string> {
  try {
    return await readFile(BUILT, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return bundle();
  }
}

/** In a process of its own: the bundler does not work inside a test runner's sandbox. */
async function bundle(): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve('rolldown/package.json');
  const folder = await mkdtemp(join(tmpdir(), 'simulated-page-'));
  try {
    const file = join(folder, 'page.js');
    const cli = join(dirname(manifest), 'bin', 'cli.mjs');
    await run(process.execPath, [cli, fileURLToPath(SOURCE), '--format', 'iife', '--platform', 'browser', '-o', file]);
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
