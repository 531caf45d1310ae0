/**
 * `node old-gateway.mjs FOLDER WHATSAPP CONTACT`: a gateway as people wrote them before: the library alone, its login in a
 * folder of files. Sends one text when it is connected, and says what it sees, a word and a value a line.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { DisconnectReason, makeWASocket, useMultiFileAuthState } from '@whiskeysockets/baileys';

const [folder, waWebSocketUrl, contact] = process.argv.slice(2);
const nothing = () => undefined;
const logger = { level: 'silent', trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
logger.child = () => logger;
const say = (word, value = '') => process.stdout.write(`${word} ${value}\n`);
// The cipher library writes what it does to the console.
Object.assign(console, { log: nothing, info: nothing, warn: nothing, error: nothing });

const { state, saveCreds } = await useMultiFileAuthState(folder);
let socket;
let ending = false;

function connect() {
  socket = makeWASocket({ auth: state, logger, waWebSocketUrl });
  socket.ev.on('creds.update', () => void saveCreds());
  socket.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
    if (qr) say('qr', qr);
    if (connection === 'open') void greet();
    if (connection === 'close' && !ending && lastDisconnect?.error?.output?.statusCode !== DisconnectReason.loggedOut)
      connect();
  });
  socket.ev.on('messages.upsert', ({ messages }) => {
    for (const { key, message } of messages)
      if (!key.fromMe && message) say('received', message.conversation ?? message.extendedTextMessage?.text);
  });
}

async function greet() {
  await socket.sendMessage(`${contact}@s.whatsapp.net`, { text: 'from the old gateway' });
  say('sent');
}

async function leave() {
  // Before its first sync is over the library holds back everything it receives, also after a restart.
  while (!state.creds.accountSyncCounter) await pause(50);
  ending = true;
  await saveCreds();
  socket.end(undefined);
  // Its files are not written in one step: who leaves meanwhile leaves them empty.
  await pause(1000);
  process.exit(0);
}

process.on('SIGTERM', () => void leave());
connect();
