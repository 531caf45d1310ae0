/** The built server on a fresh directory and a simulated WhatsApp, linked, and what listens to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, launch } from './processes.mjs';

export const TOKEN = 'a-token-that-is-only-for-benches-0123456789';

/** The same clock in every process of this machine, in milliseconds. */
export const now = () => performance.timeOrigin + performance.now();

/** Waits by long polling until every session has told such an event. */
export async function until(url, sessions, match) {
  for (const session of sessions)
    for (let after = 0, found = false; !found;) {
      const page = await ask(`${url}/v1/sessions/${session}/events?afterSeq=${after}&waitSeconds=20`, TOKEN);
      found = page.data.some(match);
      after = page.data.at(-1)?.seq ?? after;
    }
}

export function startServer(dataDirectory, waUrl, sessions, env = {}) {
  const server = launch('server', [], {
    COLUMBA_DATA_DIR: dataDirectory,
    COLUMBA_API_TOKEN: TOKEN,
    COLUMBA_PORT: '0',
    COLUMBA_SESSIONS: sessions.join(','),
    WA_WEB_SOCKET_URL: waUrl,
    ...env,
  });
  let connected = 0;
  const all = server.line((text) => /"state":"connected"/.test(text) && ++connected === sessions.length);
  const listening = server.line((text) => /listening on (http:\/\/[^"\s]+)/.exec(text)?.[1]);
  return { ...server, listening, connected: all };
}

/** Links each session to the account of the same place in the list, and waits until all are connected. */
export async function linkAll(server, simulator, sessions, accounts) {
  const { found: url } = await server.listening;
  for (const [n, session] of sessions.entries()) {
    await until(url, [session], ({ type, data }) => type === 'session.pairing_changed' && data.kind === 'qr');
    const { text: qr } = await ask(`${url}/v1/sessions/${session}/pairing`, TOKEN);
    await simulator.control('device.scan', { qr, pn: accounts[n] });
  }
  await server.connected;
  return url;
}

/** A linked gateway with a session for each account, on a folder in `parent`; `call` asks its API. */
export async function launchGateway(simulator, accounts, env = {}, parent = tmpdir()) {
  const sessions = accounts.map((_, n) => `s${n}`);
  const directory = mkdtempSync(join(parent, 'columba-bench-'));
  const server = startServer(directory, simulator.waUrl, sessions, { WA_CONNECTS_PER_10_SECONDS: '1000', ...env });
  const url = await linkAll(server, simulator, sessions, accounts);
  const call = (method, path, body) => ask(url + path, TOKEN, method, body);
  const stop = async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  };
  return { sessions, call, stop, pid: server.child.pid };
}

/** An HTTP server that tells of each request and answers what it is told to, with some milliseconds in between or never. */
export async function listen(answer) {
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const reply = answer(`${request.method} ${request.url}`, Buffer.concat(parts).toString());
      if (reply === 'hang') return;
      response.writeHead(reply.status, { 'content-type': 'application/json' });
      response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}

/** As much of a running Home Assistant as the relay meets; `fired` hears each event as it comes. */
export function homeAssistant(fired) {
  return listen((route, body) => {
    if (route === 'GET /api/config') return { status: 200, body: { state: 'RUNNING', components: ['api'] } };
    if (route === 'GET /api/core/state') return { status: 200, body: { state: 'RUNNING' } };
    const name = /^POST \/api\/events\/(.+)$/.exec(route)?.[1];
    if (!name) return { status: 404 };
    fired(name, body);
    return { status: 200, body: { message: `Event ${name} fired.` } };
  });
}
