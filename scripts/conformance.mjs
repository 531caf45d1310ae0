/** `npm run test:conformance`: every golden of every dialect on every engine, and one table of how it went. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const OUTCOMES = { passed: 'passed', failed: 'FAILED', lacking: 'lacking' };

const told = (counts) =>
  Object.entries(OUTCOMES)
    .filter(([outcome]) => counts?.[outcome] > 0)
    .map(([outcome, word]) => `${counts[outcome]} ${word}`)
    .join(', ') || '-';

/** Rows as a table with aligned columns. */
function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

const wholeRoutes = (report) =>
  Object.values(report.routes).filter(({ failed, lacking }) => failed + lacking === 0).length;

/** `reports`: `{ dialect, engine, routes: { [route]: { passed, failed, lacking } } }` of one dialect. One line per route. */
function conformanceTable(reports) {
  const routes = [...new Set(reports.flatMap((report) => Object.keys(report.routes)))];
  const header = [`${reports[0].dialect} (${routes.length} routes)`, ...reports.map(({ engine }) => engine)];
  return aligned([
    header,
    ...routes.map((route) => [route, ...reports.map((report) => told(report.routes[route]))]),
    ['whole routes', ...reports.map((report) => String(wholeRoutes(report)))],
  ]);
}

function main(args) {
  const folder = mkdtempSync(join(tmpdir(), 'columba-conformance-'));
  try {
    const jest = [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
    ];
    const options = ['--selectProjects=conformance', '--runInBand', ...args];
    const env = { ...process.env, CONFORMANCE_REPORTS: folder };
    const { status } = spawnSync(process.execPath, [...jest, ...options], { cwd: root, env, stdio: 'inherit' });
    const reports = readdirSync(folder)
      .toSorted()
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
    for (const dialect of new Set(reports.map((report) => report.dialect)))
      process.stdout.write(`\n${conformanceTable(reports.filter((report) => report.dialect === dialect))}\n`);
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = main(process.argv.slice(2));
