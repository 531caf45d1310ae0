/**
 * The gateway without its HTTP edge: storage and engine of one session, on the same data directory. It starts in a third
 * of the time, so that it can die often; what it leaves behind is read by the whole server.
 */
import process from 'node:process';
import { armFailpoints, parseFailpoints, silentLogger, systemClock } from '../../../dist/server/libs/core/src/index.js';
import { baileysFactory } from '../../../dist/server/libs/engine-baileys/src/index.js';
import { openStorage } from '../../../dist/server/libs/storage/src/index.js';

const { COLUMBA_DATA_DIR: directory, COLUMBA_FAILPOINTS = '', WA_WEB_SOCKET_URL: waWebSocketUrl } = process.env;
const session = process.argv[2];

armFailpoints(parseFailpoints(COLUMBA_FAILPOINTS));
const storage = openStorage({ directory, clock: systemClock });
const engine = baileysFactory({ waWebSocketUrl })({
  session,
  ...storage.takeSession(session),
  dataDirectory: directory,
  permitConnect: () => Promise.resolve(),
  logger: silentLogger,
  clock: systemClock,
  random: Math.random,
});
process.on('unhandledRejection', (error) => process.stderr.write(`unhandled rejection: ${String(error)}\n`));
process.stdout.write('listening\n');
// Between two connections nothing else keeps the process alive.
setInterval(() => {}, 60_000);
await engine.start();
