/** `npm run test:contract`: the contract of engines on every engine, and one table of how it went. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const OUTCOMES = { passed: 'passed', failed: 'FAILED', refused: 'refused', skipped: 'lacking' };

const told = (counts) =>
  Object.entries(OUTCOMES)
    .filter(([outcome]) => counts?.[outcome] > 0)
    .map(([outcome, word]) => `${counts[outcome]} ${word}`)
    .join(', ') || '-';

const sumOf = (outcome, topics) => Object.values(topics).reduce((sum, counts) => sum + counts[outcome], 0);

const total = ({ topics }) => Object.fromEntries(Object.keys(OUTCOMES).map((name) => [name, sumOf(name, topics)]));

/** `reports`: `{ engine, topics: { [topic]: { passed, failed, refused, skipped } } }`. One line per topic. */
function contractTable(reports) {
  const topics = new Set(reports.flatMap((report) => Object.keys(report.topics)));
  const rows = [
    ['capability', ...reports.map(({ engine }) => engine)],
    ...[...topics]
      .toSorted((one, other) => one.localeCompare(other))
      .map((topic) => [topic, ...reports.map((report) => told(report.topics[topic]))]),
    ['total', ...reports.map((report) => told(total(report)))],
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function main(args) {
  const folder = mkdtempSync(join(tmpdir(), 'columba-contract-'));
  try {
    const jest = [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
    ];
    const options = ['--selectProjects', 'contract', '--runInBand', ...args];
    const env = { ...process.env, CONTRACT_REPORTS: folder };
    const { status } = spawnSync(process.execPath, [...jest, ...options], { cwd: root, env, stdio: 'inherit' });
    const reports = readdirSync(folder)
      .toSorted()
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
    process.stdout.write(`\n${contractTable(reports)}\n`);
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = main(process.argv.slice(2));
