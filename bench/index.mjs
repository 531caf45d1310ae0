/**
 * `npm run bench`: everything, or what is named: `npm run bench -- latency http`. Prints tables, and asserts
 * nothing: a clock in a test fails on a busy machine.
 */
import { buildIfNeeded } from '../scripts/build-if-needed.mjs';
import { consumers } from './consumers.mjs';
import { footprint } from './footprint.mjs';
import { history } from './history.mjs';
import { http } from './http.mjs';
import { latency } from './latency.mjs';
import { throughput } from './throughput.mjs';
import { wwebjs } from './wwebjs.mjs';

const BENCHES = { throughput, http, latency, consumers, history, footprint, wwebjs };

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0)
  throw new Error(`There is no bench called ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);

buildIfNeeded('server');
buildIfNeeded('simulator');
for (const name of named.length > 0 ? named : Object.keys(BENCHES)) {
  console.log(name);
  console.table(await BENCHES[name]());
}
