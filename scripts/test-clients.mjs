/**
 * `npm run test:clients`: makes the clients and lets each go a whole course against the real gateway on a simulated WhatsApp:
 * link a session, send, receive by events, files both ways, refusals. The examples of their READMEs run as they are printed.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync, copyFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { makePython, makeTypescript, PYTHON, run, TYPESCRIPT } from './clients.mjs';
import { root } from './build-if-needed.mjs';
import { pythonTool } from './support/python.mjs';
import { startTryOut } from './support/try-out.mjs';

const LONGEST_MS = 120_000;
const outcomes = { passed: 0, failed: 0, skipped: 0 };

/** The first block of a README in this language. */
function example(file, language) {
  const found = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(readFileSync(file, 'utf8'))?.[1];
  if (!found) throw new Error(`${file} has no example in ${language}`);
  return found;
}

/** Runs a program to its end; fails when it does, or says less than it should. */
async function tryOut(name, command, args, { env, cwd = root, says = [] }) {
  const child = spawn(command, args, { cwd, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes));
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  const isFine = code === 0 && says.every((text) => said.includes(text));
  outcomes[isFine ? 'passed' : 'failed']++;
  console.log(`${isFine ? 'passed' : 'FAILED'}  ${name}${isFine ? '' : ` (${code})\n${said}`}`);
}

/** Compiles the example and the scenario as a user of the package would: by its name and its types. */
function compileTypescript() {
  const folder = join(TYPESCRIPT, '.try');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(join(folder, 'example.mts'), example(join(TYPESCRIPT, 'README.md'), 'ts'));
  copyFileSync(join(root, 'test/clients/scenario.mts'), join(folder, 'scenario.mts'));
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    strict: true,
    skipLibCheck: true,
    rootDir: '.',
    outDir: 'out',
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.mts'] }));
  run(join(root, 'node_modules/.bin/tsc'), ['-p', folder]);
  return (name) => join(folder, 'out', `${name}.mjs`);
}

const ANSWERED = ['the answer is: Hello! This is Ada.'];
const COURSE = ['linked', 'sent and answered', 'a file of 29 bytes came in', 'refusals have their codes'];

makeTypescript();
const hasPython = makePython();
const compiled = compileTypescript();
const world = await startTryOut({ WA_CONNECTS_PER_10_SECONDS: '50' });
const env = {
  COLUMBA_URL: world.url,
  COLUMBA_TOKEN: world.token,
  SIM_CONTROL: world.controlUrl,
  SIM_TOKEN: world.controlToken,
};
try {
  await tryOut('TypeScript: the example of the README', process.execPath, [compiled('example')], {
    env,
    says: ANSWERED,
  });
  await tryOut('TypeScript: a whole course', process.execPath, [compiled('scenario')], { env, says: COURSE });
  if (hasPython) {
    const python = pythonTool('python');
    const own = { env: { ...env, PYTHONPATH: PYTHON }, cwd: PYTHON };
    const printed = example(join(PYTHON, 'README.md'), 'python');
    await tryOut('Python: the example of the README', python, ['-c', printed], { ...own, says: ANSWERED });
    await tryOut('Python: a whole course', python, [join(root, 'test/clients/scenario.py')], { ...own, says: COURSE });
  } else outcomes.skipped += 2;
} finally {
  await world.stop();
}
const { passed, failed, skipped } = outcomes;
console.log(`clients: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
