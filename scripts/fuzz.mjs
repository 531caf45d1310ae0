/**
 * `npm run test:fuzz`: schemathesis makes up requests from the OpenAPI document of each API, valid ones and broken ones, and
 * sends them to a gateway on a simulated WhatsApp, a new one for each document. No 5xx but the few whose reason is named in
 * `test/fuzz/hooks.py`, no answer that the document does not know, no end of the process, and the session is linked to the end. `-- --examples 200` for a long run; `-- openapi.gajosu.json` for one document.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build-if-needed.mjs';
import { pythonTool } from './support/python.mjs';
import { ADA, startTryOut } from './support/try-out.mjs';

const DOCUMENTS = ['openapi.json', 'openapi.gajosu.json', 'openapi.faserf.json'];
/** Together with those of the coverage phase some 5,000 to 10,000 requests. */
const EXAMPLES = 10;
const LONGEST_MS = 900_000;
const CHECKS = ['no_fault', 'status_code_conformance', 'content_type_conformance', 'response_schema_conformance'];

const args = process.argv.slice(2);
const examples = args.includes('--examples') ? Number(args[args.indexOf('--examples') + 1]) : EXAMPLES;
const named = args.filter((arg) => arg.endsWith('.json'));

/** Names that exist, so that requests come past the first 404. */
async function furnish({ url, token }) {
  const ask = async (method, path, body) => {
    const headers = { 'X-Api-Key': token, ...(body && { 'Content-Type': 'application/json' }) };
    const response = await fetch(`${url}/v1/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  await ask('POST', 'sessions', { name: 'spare', autoStart: false });
  const content = { kind: 'text', text: 'Hello Ada' };
  const { messageId } = await ask('POST', 'sessions/home/messages', { chatId: ADA, content });
  const { group } = await ask('POST', 'sessions/home/groups', { subject: 'Fuzz', participants: [ADA] });
  const people = [ADA, '15550100003'];
  return {
    session: ['home'],
    spare: ['spare'],
    chatId: people,
    contactId: people,
    id: [...people, group.id],
    messageId: [messageId],
    groupId: [group.id],
  };
}

/** @returns what was asked and answered; nothing is tried on a session that fell */
async function run(tool, document, { url, token, folder, server }, names) {
  const answers = join(folder, 'answers.json');
  const options = ['--phases', 'coverage,fuzzing', '--mode', 'all', '--max-examples', String(examples)];
  const patience = ['--continue-on-failure', '--request-timeout', '75', '--suppress-health-check', 'all'];
  // One worker: with two, Python's own parser fails now and then.
  const quiet = ['--no-color', '--warnings', 'off', '--exclude-path-regex', '/stream$', '--workers', '1'];
  const target = ['run', join(root, 'docs', document), '-u', url, '-H', `X-Api-Key: ${token}`, '-c', CHECKS.join(',')];
  const child = spawn(tool, [...target, ...options, ...patience, ...quiet], {
    cwd: join(root, 'test/fuzz'),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PYTHONPATH: join(root, 'test/fuzz'),
      PYTHONDONTWRITEBYTECODE: '1',
      SCHEMATHESIS_HOOKS: 'hooks',
      FUZZ_NAMES: JSON.stringify(names),
      FUZZ_ANSWERS: answers,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes));
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  if (code !== 0) console.log(said.slice(said.search(/={5,} (ERRORS|FAILURES) /)));
  const requests = Number(/(\d+) generated/.exec(said)?.[1] ?? 0);
  const counts = requests > 0 ? JSON.parse(readFileSync(answers, 'utf8')) : {};
  const home = await stateOf({ url, token }, 'home').catch((error) => String(error));
  if (home !== 'connected') console.log(`the session is ${home}\n${server.lines.slice(-20).join('\n')}`);
  const isFine = code === 0 && requests > 0 && home === 'connected';
  console.log(`${isFine ? 'passed' : 'FAILED'}  ${document}: ${requests} requests, answers ${shown(counts)}`);
  return { isFine, requests };
}

async function stateOf({ url, token }, session) {
  const response = await fetch(`${url}/v1/sessions/${session}`, { headers: { 'X-Api-Key': token } });
  return (await response.json()).state;
}

const shown = (counts) =>
  Object.entries(counts)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([what, count]) => `${count} × ${what}`)
    .join(', ');

const tool = pythonTool('schemathesis');
if (!tool) {
  console.log('not run: Python 3.11 with its package registry is not at hand\nfuzz: 0 passed, 0 failed, 3 skipped');
  process.exit(0);
}
const limits = {
  COLUMBA_SENDS_PER_MINUTE: '100000',
  COLUMBA_CHAT_GAP_MS: '0',
  COLUMBA_SENDS_PER_HOUR: '100000',
  COLUMBA_SENDS_PER_DAY: '100000',
  WA_CONNECTS_PER_10_SECONDS: '1000',
};
const runs = [];
for (const document of named.length > 0 ? named : DOCUMENTS) {
  const world = await startTryOut({ ...limits, COLUMBA_NEW_CHATS_PER_DAY: '100000' });
  runs.push(await run(tool, document, world, await furnish(world)));
  await world.stop();
}
const passed = runs.filter(({ isFine }) => isFine).length;
console.log(`${runs.reduce((sum, { requests }) => sum + requests, 0)} requests`);
console.log(`fuzz: ${passed} passed, ${runs.length - passed} failed`);
process.exitCode = passed < runs.length ? 1 : 0;
