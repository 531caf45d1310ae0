/** The library alone, as its documentation uses it: credentials and keys in many files. */
import { makeWASocket, useMultiFileAuthState, DisconnectReason } from '@whiskeysockets/baileys';
import { setTimeout as pause } from 'node:timers/promises';
import { inFlight, options, serve, tell } from './serve.mjs';

const nothing = () => undefined;
const logger = { level: 'silent', trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
logger.child = () => logger;
// The cipher library writes what it does to the console.
console.log = console.info = console.warn = console.error = nothing;

const { state, saveCreds } = await useMultiFileAuthState(options.directory);
let socket;
let ended = false;
const arrived = { count: 0, wanted: Infinity, first: 0 };

function connect() {
  socket = makeWASocket({ auth: state, logger, waWebSocketUrl: options.waUrl });
  socket.ev.on('creds.update', () => void saveCreds());
  socket.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
    if (qr) tell('qr', qr);
    if (connection === 'open') tell('open');
    if (connection === 'close' && !ended && lastDisconnect?.error?.output?.statusCode !== DisconnectReason.loggedOut) connect();
  });
  socket.ev.on('messages.upsert', ({ messages }) => {
    for (const { key, message } of messages) {
      if (key.fromMe || !(message?.conversation ?? message?.extendedTextMessage?.text)) continue;
      if (arrived.count === 0) arrived.first = performance.now();
      if (++arrived.count === arrived.wanted) tell('received', performance.now() - arrived.first);
    }
  });
}

serve({
  connect: async () => connect(),
  expect: async (wanted) => void Object.assign(arrived, { count: 0, wanted }),
  send: (lanes, count) => inFlight(lanes, count, (lane, text) => socket.sendMessage(`${lane}@s.whatsapp.net`, { text })),
  end: async () => {
    // Before its first sync is over the library holds back everything it receives, also after a restart.
    while (!state.creds.accountSyncCounter) await pause(50);
    ended = true;
    await saveCreds();
    socket.end(undefined);
    // Its files are not written in one step: who leaves meanwhile leaves them empty, and is a new device next time.
    await pause(1000);
  },
});
