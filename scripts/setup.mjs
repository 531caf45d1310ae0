/**
 * `npm run setup`: the system tools that features and tests use are there, or there is one sentence on what to install.
 * Installs by itself only what is missing, only as root, only with apt-get; `-- --browser` the browser of the engine
 * wwebjs, too. Never fails: everything else works without.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** A tool is there when every program can be found in PATH. */
const TOOLS = [
  { programs: ['ffmpeg', 'ffprobe'], package: 'ffmpeg', forWhat: 'voice messages, videos and sound files' },
  { programs: ['openssl'], package: 'openssl', forWhat: 'tests of encrypted connections' },
];

/** Only one engine needs it, and it is large: installed when asked for, else named. */
const BROWSER_PACKAGES = ['chromium', 'chromium-headless-shell'];
const BROWSERS = ['chromium-headless-shell', 'chrome-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

function isThere(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => isAbsolute(folder) && canRun(join(folder, program)));
}

function canRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const missing = () => TOOLS.filter(({ programs }) => !programs.every((program) => isThere(program)));

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['-qq', ...args], { stdio: 'ignore', timeout: 600_000, env }).status === 0;
}

/** The lists of packages are renewed only when the first try finds nothing. */
function install(packages) {
  console.log(`setup: installing ${packages.join(', ')}`);
  const add = () => apt('install', '--yes', '--no-install-recommends', ...packages);
  return add() || (apt('update') && add());
}

function browserIsThere() {
  const browser = process.env.CHROMIUM_PATH || BROWSERS.find(isThere);
  return browser !== undefined && (!isAbsolute(browser) || canRun(browser));
}

const mayInstall = process.getuid?.() === 0 && isThere('apt-get');
const wanted = missing();
if (mayInstall && wanted.length > 0) install(wanted.map((tool) => tool.package));
if (mayInstall && process.argv.includes('--browser') && !browserIsThere())
  BROWSER_PACKAGES.some((name) => install([name]) && browserIsThere());

const still = missing();
for (const tool of still)
  console.log(
    `setup: NOTE: ${tool.programs.join(' and ')} not found, needed for ${tool.forWhat}: ` +
      `install the system package ${tool.package}.`,
  );
if (still.length === 0) console.log('setup: all system tools are there');
if (!browserIsThere())
  console.log(
    'setup: NOTE: no Chromium found, needed only for sessions of the engine wwebjs: install the system package ' +
      'chromium-headless-shell or chromium (as root on Debian: npm run setup -- --browser), or name the executable by ' +
      'CHROMIUM_PATH.',
  );
