/** The library alone, as its documentation uses it: a browser with a profile of its own, and what it tells is heard. */
import wwebjs from 'whatsapp-web.js';
import { inFlight, options, serve, tell } from './serve.mjs';

const { executablePath, headless, browserArguments } = options;
const client = new wwebjs.Client({
  authStrategy: new wwebjs.LocalAuth({ dataPath: options.directory }),
  // The simulated page is not WhatsApp's, and there is no older one to fetch.
  webVersionCache: { type: 'none' },
  puppeteer: { executablePath, headless, args: browserArguments },
});
client.on('qr', (text) => tell('qr', text));
client.on('ready', () => tell('open'));
client.on('message', () => undefined);

serve({
  connect: async () => void client.initialize(),
  send: (lanes, count) => inFlight(lanes, count, (lane, text) => client.sendMessage(`${lane}@c.us`, text)),
  end: () => client.destroy(),
});
