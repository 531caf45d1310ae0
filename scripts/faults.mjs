/**
 * `npm run test:faults`: provokes faults in real servers against a simulated WhatsApp, and prints one table of what they
 * cost. `-- --full` is the long form; `-- random` runs the faults whose file is so named; `-- --seed 7` other moments.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded, root } from './build-if-needed.mjs';

const COLUMNS = ['fault', 'strikes', 'messages', 'lost', 'duplicated', 'identities', 'seconds'];

function faultTable(rows) {
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => String(row[name])))];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const padded = ([first, ...numbers]) =>
    [first.padEnd(widths[0]), ...numbers.map((cell, index) => cell.padStart(widths[index + 1]))].join('  ');
  return lines.map(padded).join('\n');
}

function main(args) {
  const options = { full: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  buildIfNeeded('server');
  buildIfNeeded('simulator');
  const folder = mkdtempSync(join(tmpdir(), 'columba-faults-'));
  try {
    const jest = [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
    ];
    // Two at a time: what dies and comes back keeps one core busy.
    const choice = [
      '--selectProjects=faults',
      '--maxWorkers=2',
      ...positionals.map((name) => `--testPathPatterns=${name}`),
    ];
    const env = {
      ...process.env,
      FAULT_REPORTS: folder,
      FAULTS_SEED: values.seed,
      ...(values.full ? { FAULTS_FULL: '1' } : {}),
    };
    const since = performance.now();
    const { status } = spawnSync(process.execPath, [...jest, ...choice], { cwd: root, env, stdio: 'inherit' });
    const rows = readdirSync(folder)
      .toSorted()
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
    const seconds = Math.round((performance.now() - since) / 1000);
    process.stdout.write(`\n${faultTable(rows)}\n\n${seconds} seconds, seed ${String(values.seed)}\n`);
    const broken = rows.some(({ lost, duplicated, identities }) => lost + duplicated + identities > 0);
    return status || (broken ? 1 : 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = main(process.argv.slice(2));
