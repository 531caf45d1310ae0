/** A process that works on a data directory until it is killed: `open` only holds it, `write` keeps saving. */
import { systemClock } from '@columba/core';
import { openStorage } from '../src/index.js';
import { HOME } from './names.js';

const [directory = '', task] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const storage = openStorage({ directory, clock: systemClock });
  say('opened');
  if (task === 'write') write(storage);
  else setInterval(() => {}, 60_000);
} catch (error) {
  say(`refused: ${(error as Error).message}`);
}

/** Each round is one transaction over many keys, and one version of the credentials, all of the same number. */
function write(storage: ReturnType<typeof openStorage>): void {
  const { keys, credentials } = storage.forSession(HOME);
  const known = keys.get('round', ['k0']).get('k0');
  for (let round = Number(known ? Buffer.from(known).toString() : 0) + 1; ; round++) {
    const value = Buffer.from(String(round));
    keys.set(Array.from({ length: 20 }, (_, n) => ({ type: 'round', id: `k${n}`, value })));
    credentials.save(Buffer.from(`version ${round} `.repeat(200)));
    if (round % 10 === 0) say(`round ${round}`);
  }
}
