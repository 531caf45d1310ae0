/**
 * `npm run test:image`: the steps of the Dockerfile without Docker, in a clean folder: what .dockerignore lets in, the
 * installation, the build, then the runtime's tree, read-only, run by the entry script as another user. Needs root (to
 * become somebody else) and the package registry, unless `-- --modules FOLDER` names a whole installation; says at the end
 * what was proved.
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
  // As Home Assistant leaves it: root's, with the options of the add-on.
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(join(data, 'options.json'), JSON.stringify({ log_level: 'debug', sessions: [] }), { mode: 0o600 });
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

async function prove(entry) {
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    ...environment,
    COLUMBA_HOST: '127.0.0.1',
    COLUMBA_DATA_DIR: data,
    COLUMBA_IMPORT_DIRS: '',
    COLUMBA_PORT: PORT,
    COLUMBA_OPTIONS_FILE: join(data, 'options.json'),
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
  const facts = {};
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  facts['runs as another user than root'] = !/^Uid:\t0\t/m.test(status) && /^CapEff:\t0+$/m.test(status);
  facts['no new privileges'] = /^NoNewPrivs:\t1$/m.test(status);
  facts['healthy'] = spawnSync(process.execPath, [join(app, 'box/health.mjs')], { env }).status === 0;
  const page = await fetch(`http://127.0.0.1:${PORT}/ui/`);
  facts['serves the page'] = page.status === 200 && (await page.text()).includes('page.js');
  const key = readFileSync(join(data, 'first-token'), 'utf8').trim();
  const version = await fetch(`http://127.0.0.1:${PORT}/v1/version`, { headers: { 'x-api-key': key } });
  facts['the first key opens the API'] = version.status === 200;
  facts['the data folder is the user’s and private'] =
    statSync(data).uid !== 0 && (statSync(join(data, 'columba.db')).mode & 0o077) === 0;
  const backup = (order) =>
    spawnSync(entry, ['node', join(app, 'dist/server/apps/server/src/tools/backup.js'), order], { env, cwd: app });
  facts['a backup is prepared while it runs'] =
    backup('prepare').status === 0 && existsSync(join(data, 'columba.backup'));
  facts['and tidied up after'] = backup('done').status === 0 && !existsSync(join(data, 'columba.backup'));
  const began = performance.now();
  server.kill('SIGTERM');
  const [code] = await once(server, 'exit');
  facts[`ends in order (${Math.round(performance.now() - began)} ms)`] = code === 0;
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
  const facts = await prove(entryScript());
  for (const [fact, holds] of Object.entries(facts)) console.log(`${holds ? '  yes' : '   NO'}  ${fact}`);
  console.log(`size of the program: ${run('du', ['-sm', app]).split('\t')[0]} MB`);
  process.exitCode = Object.values(facts).every(Boolean) ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
