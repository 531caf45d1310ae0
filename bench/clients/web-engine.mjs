/** Our engine in a browser, on the real storage, with nothing left out. */
import { randomBytes } from 'node:crypto';
import { inFlight, options, serve, tell } from './serve.mjs';

const lib = (name) => import(new URL(`../../dist/server/libs/${name}/src/index.js`, import.meta.url));
const [{ wwebjsFactory }, { openStorage }, { parseSessionName, silentLogger, systemClock }] = await Promise.all(
  ['engine-wwebjs', 'storage', 'core'].map(lib),
);

const { directory, executablePath, browserArguments } = options;
const session = parseSessionName('bench');
const storage = openStorage({ directory, clock: systemClock });
if (!storage.sessions.get(session)) storage.sessions.create({ name: session, engine: 'wwebjs', autoStart: true });
const engine = wwebjsFactory({ executablePath, browserArguments })({
  session,
  ...storage.takeSession(session),
  dataDirectory: directory,
  permitConnect: async (signal) => signal.throwIfAborted(),
  logger: silentLogger,
  clock: systemClock,
  random: Math.random,
});
storage.inbox.onAppended((events) => {
  for (const { type, data } of events) {
    if (type === 'session.pairing_changed' && data.kind === 'qr') tell('qr', engine.session.pairing.text);
    if (type === 'session.state_changed' && data.state === 'connected') tell('open');
  }
});
const messageId = () => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

serve({
  connect: () => engine.start(),
  send: (lanes, count) =>
    inFlight(lanes, count, (lane, text) =>
      engine.messages.send(`${lane}@s.whatsapp.net`, { kind: 'text', text }, { messageId: messageId() }),
    ),
  end: async () => {
    await engine.stop();
    storage.close();
  },
});
