/** `npm run boundaries`: who imports whom, held against .dependency-cruiser.cjs. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const config = fileURLToPath(new URL('../.dependency-cruiser.cjs', import.meta.url));
const cruiser = fileURLToPath(new URL('../node_modules/dependency-cruiser/bin/dependency-cruise.mjs', import.meta.url));

/** Cruises `folders` below `root`. A run that saw no module at all is a broken run, not a clean one. */
export function cruise(root, folders) {
  const run = spawnSync(process.execPath, [cruiser, '--config', config, '--output-type', 'json', ...folders], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (!run.stdout) throw new Error(`dependency-cruiser printed nothing: ${run.stderr}`);
  const { summary } = JSON.parse(run.stdout);
  if (summary.totalCruised === 0) throw new Error('dependency-cruiser saw 0 modules: is TypeScript readable to it?');
  return {
    modules: summary.totalCruised,
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { modules, violations } = cruise(fileURLToPath(new URL('..', import.meta.url)), ['apps', 'libs']);
  for (const { rule, from, to } of violations) console.error(`${rule}: ${from} → ${to}`);
  console.log(`boundaries: ${modules} modules, ${violations.length} violations`);
  process.exitCode = violations.length ? 1 : 0;
}
