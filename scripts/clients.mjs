/** `npm run clients`: makes the clients in `clients/` from docs/openapi.json. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './build-if-needed.mjs';
import { pythonTool } from './support/python.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);
const document = join(root, 'docs/openapi.json');
export const TYPESCRIPT = join(root, 'clients/typescript');
export const PYTHON = join(root, 'clients/python');

/** @throws Error when the command fails */
export function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8', ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${status}):\n${stdout ?? ''}${stderr ?? ''}`);
  return stdout;
}

export function makeTypescript() {
  run(bin('openapi-typescript'), [document, '-o', join(TYPESCRIPT, 'src/schema.ts')]);
  rmSync(join(TYPESCRIPT, 'dist'), { recursive: true, force: true });
  run(bin('tsc'), ['-p', TYPESCRIPT]);
  console.log('clients/typescript: made');
}

/** @returns whether there is a Python to make it with */
export function makePython() {
  const generator = pythonTool('openapi-python-client');
  if (!generator) {
    console.log('clients/python: not made; Python 3.11 with its package registry is not at hand');
    return false;
  }
  const target = join(PYTHON, 'columba_client');
  if (existsSync(target)) rmSync(target, { recursive: true });
  const templates = ['--custom-template-path', join(PYTHON, 'templates')];
  const options = [
    '--path',
    document,
    '--config',
    join(PYTHON, 'generator.yaml'),
    '--meta',
    'none',
    '--output-path',
    target,
  ];
  const said = run(generator, ['generate', ...options, ...templates]);
  const lost = said.split('\n').filter((line) => line.startsWith('WARNING'));
  if (lost.length > 0) throw new Error(`the Python client lacks something:\n${said}`);
  console.log('clients/python: made');
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  makeTypescript();
  makePython();
}
