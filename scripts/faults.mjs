/**
 * `npm run test:faults`: provokes faults in real servers against a simulated WhatsApp, and leaves one table of what they
 * cost in `reports/faults.md`. `-- random` runs the faults whose file is so named; `--full` is the long form, `--scale
 * 0.1` a tenth of it; `--seed 7` other moments; `--workers 4` so many faults at a time; `--write` puts the table into
 * `docs/faults.md`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded, root } from './build-if-needed.mjs';

const COLUMNS = ['fault', 'strikes', 'messages', 'lost', 'duplicated', 'identities', 'seconds'];
const REPORT = join(root, 'reports/faults.md');
const PAGE = join(root, 'docs/faults.md');
const MARKS = ['<!-- last run -->', '<!-- end of last run -->'];
const OPTIONS = {
  full: { type: 'boolean', default: false },
  scale: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  workers: { type: 'string', default: '2' },
  write: { type: 'boolean', default: false },
};

/** As Markdown, which is as good to read on a terminal. */
function faultTable(rows) {
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => String(row[name])))];
  const widths = COLUMNS.map((_, column) => Math.max(4, ...lines.map((line) => line[column].length)));
  const lineOf = (cells) =>
    `| ${cells.map((cell, index) => (index ? cell.padStart(widths[index]) : cell.padEnd(widths[index]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, index) => (index ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  const [head, ...body] = lines.map(lineOf);
  return [head, rule, ...body].join('\n');
}

function reportOf(rows, { args, seconds, failed }) {
  const command = ['npm run test:faults', ...(args.length ? ['--', ...args] : [])].join(' ');
  const about = `\`${command}\` on ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} cores: ${seconds} seconds${failed ? ', **failed**' : ''}.`;
  return `${about}\n\n${faultTable(rows)}\n`;
}

function writeInto(page, text) {
  const old = readFileSync(page, 'utf8');
  const [from, to] = MARKS.map((mark) => old.indexOf(mark));
  if (from < 0 || to < from) throw new Error(`${page} has no place for the table`);
  writeFileSync(page, `${old.slice(0, from + MARKS[0].length)}\n\n${text}\n${old.slice(to)}`);
}

function main(args) {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  buildIfNeeded('server');
  buildIfNeeded('simulator');
  const folder = mkdtempSync(join(tmpdir(), 'columba-faults-'));
  try {
    const jest = [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
    ];
    const choice = [
      '--selectProjects=faults',
      `--maxWorkers=${String(values.workers)}`,
      ...positionals.map((name) => `--testPathPatterns=${name}`),
    ];
    const env = {
      ...process.env,
      FAULT_REPORTS: folder,
      FAULTS_SEED: values.seed,
      FAULTS_SCALE: values.scale,
      ...(values.full ? { FAULTS_FULL: '1' } : {}),
    };
    const since = performance.now();
    const { status } = spawnSync(process.execPath, [...jest, ...choice], { cwd: root, env, stdio: 'inherit' });
    const rows = readdirSync(folder)
      .toSorted()
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
    const seconds = Math.round((performance.now() - since) / 1000);
    const broken = rows.some(({ lost, duplicated, identities }) => lost + duplicated + identities > 0);
    const failed = status !== 0 || broken;
    const text = reportOf(rows, { args: args.filter((arg) => arg !== '--write'), seconds, failed });
    mkdirSync(join(root, 'reports'), { recursive: true });
    writeFileSync(REPORT, text);
    if (values.write) writeInto(PAGE, text);
    process.stdout.write(`\n${text}`);
    return status || (broken ? 1 : 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = main(process.argv.slice(2));
