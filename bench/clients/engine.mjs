/** Our engine on the real storage, with nothing left out: journal, plaintexts, outbox and event log are on disk. */
import { randomBytes } from 'node:crypto';
import { atRate } from '../support/at-rate.mjs';
import { inFlight, options, serve, tell } from './serve.mjs';

const lib = (name) => import(new URL(`../../dist/server/libs/${name}/src/index.js`, import.meta.url));
const [{ baileysFactory }, { openStorage }, { parseSessionName, silentLogger, systemClock }] = await Promise.all(
  ['engine-baileys', 'storage', 'core'].map(lib),
);

const session = parseSessionName('bench');
const storage = openStorage({ directory: options.directory, clock: systemClock });
if (!storage.sessions.get(session)) storage.sessions.create({ name: session, engine: 'baileys', autoStart: true });
const arrived = { count: 0, wanted: Infinity, first: 0 };

const engine = baileysFactory({ waWebSocketUrl: options.waUrl })({
  session,
  ...storage.takeSession(session),
  dataDirectory: options.directory,
  permitConnect: async (signal) => signal.throwIfAborted(),
  logger: silentLogger,
  clock: systemClock,
  random: Math.random,
});

/** What resolves when WhatsApp has taken a message, by its id. */
const taken = new Map();
let history;
storage.inbox.onAppended((events) => {
  for (const { type, data } of events) {
    if (type === 'session.pairing_changed' && data.kind === 'qr') tell('qr', engine.session.pairing.text);
    if (type === 'session.state_changed' && data.state === 'connected') tell('open');
    if (type === 'history.received' && data.part === 'recent' && data.progress === 100) history?.(data);
    if (type === 'message.sent') taken.get(data.message.key.id)?.();
    if (type !== 'message.received') continue;
    if (arrived.count === 0) arrived.first = performance.now();
    if (++arrived.count === arrived.wanted) tell('received', performance.now() - arrived.first);
  }
});

const messageId = () => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

serve({
  connect: () => engine.start(),
  expect: async (wanted) => void Object.assign(arrived, { count: 0, wanted }),
  send: (lanes, count) =>
    inFlight(lanes, count, (lane, text) =>
      engine.messages.send(`${lane}@s.whatsapp.net`, { kind: 'text', text }, { messageId: messageId() }),
    ),
  /** As an API client has it: until the log says that WhatsApp took it. */
  pacedUntilSent: (lanes, count, perSecond) =>
    atRate(lanes, count, perSecond, async (lane, text) => {
      const id = messageId();
      const sent = new Promise((resolve) => taken.set(id, resolve));
      await engine.messages.send(`${lane}@s.whatsapp.net`, { kind: 'text', text }, { messageId: id });
      await sent;
      taken.delete(id);
    }),
  /** Highest memory while the history comes in, against before; sends go on meanwhile. */
  history: async (lane) => {
    global.gc();
    const before = process.memoryUsage().rss;
    let highest = before;
    const probe = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20);
    const began = performance.now();
    const state = { done: false };
    const finished = new Promise((resolve) => (history = resolve)).then(() => (state.done = true));
    const opened = new Promise((resolve) => {
      const look = () => (engine.session.state.state === 'connected' ? resolve() : setTimeout(look, 20));
      look();
    });
    await opened;
    const times = [];
    while (!state.done) {
      const at = performance.now();
      await engine.messages.send(`${lane}@s.whatsapp.net`, { kind: 'text', text: 'meanwhile' }, { messageId: messageId() });
      times.push(performance.now() - at);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await finished;
    clearInterval(probe);
    return { ms: performance.now() - began, extraMb: (highest - before) / 2 ** 20, sends: times };
  },
  end: async () => {
    await engine.stop();
    storage.close();
  },
});
