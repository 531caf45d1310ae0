/** The library alone with several accounts in one process; tells when it told of each message, and may fire it on. */
import { mkdirSync } from 'node:fs';
import { makeWASocket, useMultiFileAuthState } from '@whiskeysockets/baileys';
import { request } from 'undici';
import { options, serve, tell } from './serve.mjs';

const nothing = () => undefined;
const logger = { level: 'silent', trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
logger.child = () => logger;
// The cipher library writes what it does to the console.
console.log = console.info = console.warn = console.error = nothing;
const now = () => performance.timeOrigin + performance.now();

async function connect(n) {
  const directory = `${options.directory}/${n}`;
  mkdirSync(directory, { recursive: true });
  const { state, saveCreds } = await useMultiFileAuthState(directory);
  const open = () => {
    const socket = makeWASocket({
      auth: state,
      logger,
      waWebSocketUrl: options.waUrl,
      // Else it holds back everything until its first sync is over.
      shouldSyncHistoryMessage: () => false,
    });
    socket.ev.on('creds.update', () => void saveCreds());
    socket.ev.on('connection.update', ({ connection, qr }) => {
      if (qr) tell(`qr ${n}`, qr);
      if (connection === 'open') tell(`open ${n}`);
      if (connection === 'close') open();
    });
    socket.ev.on('messages.upsert', ({ messages }) => {
      for (const { key, message } of messages) {
        const text = message?.conversation ?? message?.extendedTextMessage?.text;
        if (key.fromMe || !text) continue;
        tell('message', { text, at: now() });
        void request(`${options.homeAssistant}/api/events/whatsapp_message_received`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ text }),
        }).then(({ body }) => body.dump());
      }
    });
  };
  open();
}

serve({ connect });
