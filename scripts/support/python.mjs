/** Tools written in Python, in an environment of their own below `clients/`; where there is no Python they are missing. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build-if-needed.mjs';

const environment = join(root, 'clients/.venv');
const wanted = join(root, 'clients/python/requirements.txt');
const stamp = join(environment, 'requirements.txt');
const INSTALL_MS = 300_000;

const does = (command, args) => spawnSync(command, args, { stdio: 'ignore', timeout: INSTALL_MS }).status === 0;

/** Makes the environment once for each list of requirements. */
function prepare() {
  const list = readFileSync(wanted, 'utf8');
  if (existsSync(stamp) && statSync(stamp).size > 0 && readFileSync(stamp, 'utf8') === list) return true;
  if (!does('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'])) return false;
  console.error('Installing the Python tools (once)…');
  if (!does('python3', ['-m', 'venv', environment])) return false;
  if (!does(join(environment, 'bin/pip'), ['install', '--quiet', '-r', wanted])) return false;
  writeFileSync(stamp, list);
  return true;
}

/** @returns where the tool is; undefined when it cannot be had here */
export const pythonTool = (name) => (prepare() ? join(environment, 'bin', name) : undefined);
