/**
 * `node old-browser-gateway.mjs FOLDER CONTACT [ARGUMENT…]`: a gateway as people wrote them before: whatsapp-web.js alone,
 * unmodified, its login kept by its own LocalAuth in `FOLDER/session`. The arguments are for its browser. Sends one text
 * when it is ready, and says what it sees, a word and a value a line. SIGTERM closes the browser, SIGINT kills it.
 */
import wwebjs from 'whatsapp-web.js';

const [dataPath, contact, ...browserArguments] = process.argv.slice(2);
const say = (word, value = '') => process.stdout.write(`${word} ${value}\n`);

const client = new wwebjs.Client({
  authStrategy: new wwebjs.LocalAuth({ dataPath }),
  webVersionCache: { type: 'none' },
  puppeteer: {
    executablePath: process.env.CHROMIUM_PATH,
    headless: true,
    handleSIGTERM: false,
    handleSIGINT: false,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...browserArguments],
  },
});
client.on('qr', (qr) => say('qr', qr));
client.on('ready', () => void client.sendMessage(`${contact}@c.us`, 'from the old gateway').then(() => say('sent')));
client.on('message', ({ body }) => say('received', body));
process.on('SIGTERM', () => void client.destroy().then(() => process.exit(0)));
process.on('SIGINT', () => {
  client.pupBrowser
    .process()
    .once('exit', () => process.exit(0))
    .kill('SIGKILL');
});
await client.initialize();
