/**
 * `npm run test:image`: the steps of the Dockerfile without Docker, in a clean folder: what .dockerignore lets in, the
 * installation, the build, then the runtime's tree, read-only, run by the entry script as another user; and the same with a
 * session in a browser, where this machine has one. Needs root (to become somebody else) and the package registry, unless
 * `-- --modules FOLDER` names a whole installation; says at the end what was proved.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './build-if-needed.mjs';
import { browsersOn, simulator, useBrowser } from './support/image-browser.mjs';

const USER = 'nobody';
const PORT = '18066';
const home = mkdtempSync(join(tmpdir(), 'columba-image-'));
const [build, app, data] = ['build', 'app', 'data'].map((name) => join(home, name));
const { modules: installed } = parseArgs({ options: { modules: { type: 'string' } } }).values;

function run(command, args, options = {}) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${status}\n${stdout}\n${stderr}`);
  console.log(
    `  ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${command} ${args.slice(0, 4).join(' ')}`,
  );
  return stdout.trim();
}

const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
/** What the runtime's stage sets, so that what is tried is what is built. */
const environment = Object.fromEntries(
  [...text.matchAll(/^(?:ENV)?\s+(NODE_ENV|COLUMBA_\w+)=(\S+)/gm)].map(([, name, value]) => [name, value]),
);
/** And what the stage with a browser adds; the browser is this machine's. */
const browserEnvironment = {
  ...Object.fromEntries(
    [...text.matchAll(/^(?:ENV)?\s+(WA_BROWSER_\w+)=(\S+)/gm)].map(([, name, value]) => [name, value]),
  ),
  CHROMIUM_PATH: process.env.CHROMIUM_PATH ?? /CHROMIUM_PATH=(\S+)/.exec(text)[1],
};
const command = JSON.parse(/^CMD (\["node", "--enable.*\])$/m.exec(text)[1]);
const inApp = (path) => path.replace(/^\/app\//, `${app}/`);

/** What .dockerignore lets in. */
const isSource = (path) => !/\.(web-)?spec\.ts$|node_modules|\/dist(\/|$)/.test(path.slice(root.length));

function install() {
  const env = { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' };
  mkdirSync(join(build, 'scripts'), { recursive: true });
  const scripts = ['prepare', 'build-if-needed', 'page-script'].map((name) => `scripts/${name}.mjs`);
  for (const file of ['package.json', 'package-lock.json', '.npmrc', ...scripts])
    cpSync(join(root, file), join(build, file));
  if (installed === undefined) run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: build, env });
  else run('cp', ['-a', installed, join(build, 'node_modules')]);
  for (const part of ['tsconfig.json', 'nest-cli.json', 'libs', 'apps'])
    cpSync(join(root, part), join(build, part), { recursive: true, filter: isSource });
  run('npm', ['run', 'build'], { cwd: build, env });
  run('npm', ['prune', '--omit=dev', '--no-audit', '--no-fund'], { cwd: build, env });
}

function assemble() {
  mkdirSync(app);
  for (const part of ['package.json', 'LICENSE', 'NOTICE', 'box'])
    cpSync(join(root, part), join(app, part), { recursive: true });
  cpSync(join(build, 'node_modules'), join(app, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  for (const part of ['page', 'server'])
    cpSync(join(build, 'dist', part), join(app, 'dist', part), { recursive: true });
  run('chmod', ['-R', 'a-w,a+rX', app]);
  chmodSync(home, 0o755);
}

/** The entry script, for the user and the paths of this machine. */
function entryScript() {
  const script = readFileSync(join(root, 'box/entrypoint.sh'), 'utf8');
  const file = join(home, 'entrypoint.sh');
  const group = run('id', ['-gn', USER]);
  const adapted = script
    .replace('! -user node', `! -user ${USER}`)
    .replace('node:node', `${USER}:${group}`)
    .replace('--reuid=node --regid=node', `--reuid=${USER} --regid=${group}`);
  if (adapted === script) throw new Error('the entry script has changed: adapt this one');
  writeFileSync(file, adapted, { mode: 0o755 });
  return file;
}

/** Starts the server as the image does, and resolves when it listens. */
async function start(entry, folder, more = {}) {
  // As Home Assistant leaves it: root's, with the options of the add-on.
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, 'options.json'), JSON.stringify({ log_level: 'debug', sessions: [] }), { mode: 0o600 });
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    ...environment,
    COLUMBA_HOST: '127.0.0.1',
    COLUMBA_DATA_DIR: folder,
    COLUMBA_IMPORT_DIRS: '',
    COLUMBA_PORT: PORT,
    COLUMBA_OPTIONS_FILE: join(folder, 'options.json'),
    ...more,
  };
  const server = spawn(entry, command.map(inApp), { env, cwd: app, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = [];
  await new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended (${code}):\n${lines.join('')}`)));
    server.stdout.on('data', (chunk) => {
      lines.push(String(chunk));
      if (/listening on/.test(lines.join(''))) resolve();
    });
  });
  server.removeAllListeners('exit');
  return { server, env, lines };
}

const keyIn = (folder) => readFileSync(join(folder, 'first-token'), 'utf8').trim();

async function end(server) {
  const began = performance.now();
  server.kill('SIGTERM');
  const [code] = await once(server, 'exit');
  return { code, ms: Math.round(performance.now() - began) };
}

/** The target `chromium`: a session in a browser that is started as the other user, with nothing to write to but its data. */
async function proveBrowser(entry) {
  const world = await simulator();
  const folder = join(home, 'browser-data');
  const { server, lines } = await start(entry, folder, {
    ...browserEnvironment,
    WA_ENGINE: 'wwebjs',
    WA_BROWSER_ARGUMENTS: JSON.stringify(world.browserArguments),
  });
  try {
    const api = async (method, path, body) => {
      const headers = { 'x-api-key': keyIn(folder), ...(body && { 'content-type': 'application/json' }) };
      const reply = await fetch(`http://127.0.0.1:${PORT}${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
      return reply.json();
    };
    const facts = await useBrowser(api, world, folder);
    const { code, ms } = await end(server);
    return {
      ...facts,
      [`ends in order with a browser open (${ms} ms)`]: code === 0,
      'no browser stays behind': browsersOn(folder).length === 0,
    };
  } catch (error) {
    throw new Error(`The browser: ${error.message}\n${lines.join('').slice(-4000)}`, { cause: error });
  } finally {
    server.kill('SIGKILL');
    world.stop();
  }
}

async function prove(entry) {
  const { server, env } = await start(entry, data);
  const facts = {};
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  facts['runs as another user than root'] = !/^Uid:\t0\t/m.test(status) && /^CapEff:\t0+$/m.test(status);
  facts['no new privileges'] = /^NoNewPrivs:\t1$/m.test(status);
  facts['healthy'] = spawnSync(process.execPath, [join(app, 'box/health.mjs')], { env }).status === 0;
  const page = await fetch(`http://127.0.0.1:${PORT}/ui/`);
  facts['serves the page'] = page.status === 200 && (await page.text()).includes('page.js');
  const key = keyIn(data);
  const version = await fetch(`http://127.0.0.1:${PORT}/v1/version`, { headers: { 'x-api-key': key } });
  facts['the first key opens the API'] = version.status === 200;
  facts['the data folder is the user’s and private'] =
    statSync(data).uid !== 0 && (statSync(join(data, 'columba.db')).mode & 0o077) === 0;
  const backup = (order) =>
    spawnSync(entry, ['node', join(app, 'dist/server/apps/server/src/tools/backup.js'), order], { env, cwd: app });
  facts['a backup is prepared while it runs'] =
    backup('prepare').status === 0 && existsSync(join(data, 'columba.backup'));
  facts['and tidied up after'] = backup('done').status === 0 && !existsSync(join(data, 'columba.backup'));
  const { code, ms } = await end(server);
  facts[`ends in order (${ms} ms)`] = code === 0;
  facts['wrote nothing beside its data'] =
    spawnSync('find', [app, '-newer', join(data, 'options.json'), '-type', 'f'], { encoding: 'utf8' }).stdout === '';
  return facts;
}

if (process.getuid?.() !== 0) throw new Error('This needs root, to start the server as somebody else');
try {
  console.log(`in ${home}:`);
  install();
  assemble();
  chownSync(home, 0, 0);
  const entry = entryScript();
  const facts = await prove(entry);
  if (existsSync(browserEnvironment.CHROMIUM_PATH)) Object.assign(facts, await proveBrowser(entry));
  else console.log(`  not tried: the target with a browser, for there is no ${browserEnvironment.CHROMIUM_PATH}`);
  for (const [fact, holds] of Object.entries(facts)) console.log(`${holds ? '  yes' : '   NO'}  ${fact}`);
  console.log(`size of the program: ${run('du', ['-sm', app]).split('\t')[0]} MB`);
  process.exitCode = Object.values(facts).every(Boolean) ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
