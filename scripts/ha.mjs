/**
 * `npm run test:ha`: the gateway against a real Home Assistant and a real Mosquitto. Home Assistant comes from Python's
 * package registry into `.ha/` once; where that is not possible the tests are skipped, and the reason is said.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded, root } from './build-if-needed.mjs';

/** The newest Home Assistant for each Python; what is newer needs a newer one. */
const RELEASES = [
  { python: [3, 13, 2], version: '2026.2.3', extra: [] },
  { python: [3, 13, 0], version: '2025.2.4', extra: ['pycares<5', 'isal'] },
  { python: [3, 12, 0], version: '2025.1.4', extra: ['pycares<5', 'isal'] },
];
const HOME = join(root, '.ha');
const INSTALL_MS = 20 * 60_000;
/** Tests in the folder, for the count of what was skipped. */
const TESTS = 7;

const run = (command, args, options = {}) => spawnSync(command, args, { encoding: 'utf8', ...options });
const isOlder = (one, other) => {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at >= 0 && one[at] < other[at];
};

/** Every Python 3.12 or later on this machine, the newest first. */
function pythons() {
  const pyenv = join(homedir(), '.pyenv', 'versions');
  const versions = existsSync(pyenv) ? readdirSync(pyenv).map((name) => join(pyenv, name, 'bin', 'python3')) : [];
  const names = [process.env.HA_PYTHON, ...versions, 'python3.13', 'python3.12', 'python3'].filter(Boolean);
  const found = names.flatMap((path) => {
    const { status, stdout } = run(path, ['-c', 'import sys; print(*sys.version_info[:3])']);
    return status === 0 ? [{ path, version: stdout.trim().split(' ').map(Number) }] : [];
  });
  return found.toSorted((a, b) => (isOlder(a.version, b.version) ? 1 : -1));
}

/** Installs Home Assistant unless it is there. Returns the program, or why there is none. */
function homeAssistant() {
  for (const { path, version } of pythons()) {
    const release = RELEASES.find(({ python }) => version[1] === python[1] && !isOlder(version, python));
    if (!release) continue;
    const folder = join(HOME, `${release.version}-python-${version.join('.')}`);
    const bin = join(folder, 'bin');
    if (!existsSync(join(folder, 'ready'))) {
      process.stdout.write(`Installing Home Assistant ${release.version} on Python ${version.join('.')} …\n`);
      const trouble = install(path, folder, release);
      if (trouble) return { reason: trouble };
      writeFileSync(join(folder, 'ready'), '');
    }
    return { hass: join(bin, 'hass'), version: release.version, python: version.join('.') };
  }
  return { reason: 'there is no Python 3.12 or 3.13 here' };
}

function install(python, folder, { version, extra }) {
  mkdirSync(HOME, { recursive: true });
  const pip = join(folder, 'bin', 'pip');
  const quiet = ['install', '-q', '--disable-pip-version-check'];
  const steps = [
    () => run(python, ['-m', 'venv', folder]),
    () => run(pip, [...quiet, `homeassistant==${version}`, ...extra], { timeout: INSTALL_MS }),
    () => {
      const listed = run(join(folder, 'bin', 'python'), [join(root, 'test', 'ha', 'requirements.py')]);
      if (listed.status !== 0) return listed;
      const [constraints, ...packages] = listed.stdout.trim().split('\n');
      return run(pip, [...quiet, ...packages, '-c', constraints], { timeout: INSTALL_MS });
    },
  ];
  for (const step of steps) {
    const { status, stderr } = step();
    if (status !== 0) return `it cannot be installed: ${(stderr ?? '').trim().split('\n').at(-1)?.slice(0, 300)}`;
  }
  return undefined;
}

function main() {
  const found = homeAssistant();
  if (found.reason) {
    process.stdout.write(`Home Assistant is not tested: ${found.reason}\n0 passed, 0 failed, ${TESTS} skipped\n`);
    return 0;
  }
  const mosquitto = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/usr/local/sbin/mosquitto'].find(existsSync);
  process.stdout.write(`Home Assistant ${found.version} on Python ${found.python}\n`);
  process.stdout.write(mosquitto ? `${mosquitto}\n` : 'Mosquitto is not installed: entities are not tested\n');
  buildIfNeeded('server');
  buildIfNeeded('simulator');
  const jest = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const env = { ...process.env, HA_HASS: found.hass, HA_VERSION: found.version, MOSQUITTO: mosquitto ?? '' };
  const { status } = spawnSync(
    process.execPath,
    [...jest, '--selectProjects=ha', '--runInBand', ...process.argv.slice(2)],
    { cwd: root, env, stdio: 'inherit' },
  );
  return status ?? 1;
}

process.exitCode = main();
