/**
 * `npm run test:faults`: provokes faults in real servers against a simulated WhatsApp, and leaves one table of what they
 * cost in `reports/faults.md`. `-- random` runs the faults whose file is so named; `--engine wwebjs` those of sessions in
 * a browser; `--full` is the long form, `--scale 0.1` a tenth of it; `--seed 7` other moments; `--workers 4` so many faults
 * at a time; `--write` puts the table into `docs/faults.md`, that of the long form into the README, too.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded, root } from './build-if-needed.mjs';

const COLUMNS = ['fault', 'strikes', 'messages', 'lost', 'duplicated', 'repeated', 'identities', 'seconds'];
const PAGE = join(root, 'docs/faults.md');
const README = join(root, 'README.md');
/** What differs by engine. A browser has a core to itself, or nearly. */
const ENGINES = {
  baileys: { folder: 'test/faults/', report: 'faults.md', mark: 'last run', readme: 'faults', workers: '2' },
  wwebjs: { folder: 'test/faults/wwebjs/', report: 'faults-wwebjs.md', mark: 'last run in a browser', workers: '1' },
};
const OPTIONS = {
  engine: { type: 'string', default: 'baileys' },
  full: { type: 'boolean', default: false },
  scale: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  workers: { type: 'string' },
  write: { type: 'boolean', default: false },
};

/** As Markdown, which is as good to read on a terminal. */
function faultTable(rows) {
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => String(row[name] ?? '')))];
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

function writeInto(page, mark, text) {
  const old = readFileSync(page, 'utf8');
  const marks = [`<!-- ${mark} -->`, `<!-- end of ${mark} -->`];
  const [from, to] = marks.map((name) => old.indexOf(name));
  if (from < 0 || to < from) throw new Error(`${page} has no place for the table`);
  writeFileSync(page, `${old.slice(0, from + marks[0].length)}\n\n${text}\n${old.slice(to)}`);
}

/** Why nothing can be provoked on this machine; `undefined` when it can. */
async function obstacle(engine) {
  if (engine !== 'wwebjs') return undefined;
  const { findChromium } = await import(join(root, 'dist/server/libs/engine-wwebjs/src/index.js'));
  try {
    findChromium(process.env.CHROMIUM_PATH);
    return undefined;
  } catch (error) {
    return error.message;
  }
}

/** Runs them. @returns the status of jest */
function strike({ folder, workers }, { values, positionals }, reports) {
  const jest = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const choice = [
    '--selectProjects=faults',
    `--maxWorkers=${values.workers ?? workers}`,
    ...(positionals.length ? positionals : ['']).map((name) => `--testPathPatterns=${folder}[^/]*${name}[^/]*$`),
  ];
  const env = {
    ...process.env,
    FAULT_REPORTS: reports,
    FAULTS_SEED: values.seed,
    FAULTS_SCALE: values.scale,
    ...(values.full ? { FAULTS_FULL: '1' } : {}),
  };
  return spawnSync(process.execPath, [...jest, ...choice], { cwd: root, env, stdio: 'inherit' }).status;
}

async function main(args) {
  const asked = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const { values } = asked;
  const engine = ENGINES[values.engine];
  if (!engine) throw new Error(`There is no such engine; there are ${Object.keys(ENGINES).join(', ')}`);
  buildIfNeeded('server');
  buildIfNeeded('simulator');
  const why = await obstacle(values.engine);
  if (why !== undefined) {
    process.stdout.write(`SKIPPED, nothing was provoked: ${why}\n`);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'columba-faults-'));
  try {
    const since = performance.now();
    const status = strike(engine, asked, folder);
    const rows = readdirSync(folder)
      .toSorted()
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
    const seconds = Math.round((performance.now() - since) / 1000);
    const broken = rows.some(({ lost, duplicated, identities }) => lost + duplicated + identities > 0);
    const failed = status !== 0 || broken;
    const text = reportOf(rows, { args: args.filter((arg) => arg !== '--write'), seconds, failed });
    mkdirSync(join(root, 'reports'), { recursive: true });
    writeFileSync(join(root, 'reports', engine.report), text);
    if (values.write) writeInto(PAGE, engine.mark, text);
    if (values.write && values.full && engine.readme) writeInto(README, engine.readme, text);
    process.stdout.write(`\n${text}`);
    return status || (broken ? 1 : 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
