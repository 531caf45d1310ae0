/**
 * `npm run openapi`: the committed OpenAPI documents against the rules, and against what was released last: what would break
 * a client fails. With `--release` the documents become the released ones, which is the last step of a release with a new
 * major version of an API, and of every other release too.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { breakingChanges } from './openapi-diff.mjs';
import { operationsOf, violations } from './openapi-rules.mjs';

const docs = fileURLToPath(new URL('../docs', import.meta.url));
const released = join(docs, 'openapi-released');
const DOCUMENTS = ['openapi.json', 'openapi.gajosu.json', 'openapi.faserf.json'];

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

function check(name) {
  const document = read(join(docs, name));
  const baseline = join(released, name);
  const breaks = existsSync(baseline)
    ? breakingChanges(read(baseline), document)
    : [`there is no released document to compare with: docs/openapi-released/${name}`];
  const wrong = violations(document);
  for (const line of wrong) console.error(`docs/${name}: ${line}`);
  for (const line of breaks) console.error(`docs/${name} breaks clients: ${line}`);
  const hooks = Object.keys(document.webhooks ?? {}).length;
  console.log(
    `${name}: ${operationsOf(document).length} operations, ${hooks} webhooks, ${wrong.length} against the rules, ${breaks.length} breaking`,
  );
  return wrong.length + breaks.length;
}

if (process.argv.includes('--release')) {
  mkdirSync(released, { recursive: true });
  for (const name of DOCUMENTS) copyFileSync(join(docs, name), join(released, name));
}
const trouble = DOCUMENTS.reduce((sum, name) => sum + check(name), 0);
process.exitCode = trouble > 0 ? 1 : 0;
