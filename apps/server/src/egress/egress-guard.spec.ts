import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, systemClock, type Clock } from '@columba/core';
import { isPublicAddress } from './address-policy.js';
import { parseAllowEntry } from './allow-list.js';
import { EgressGuard, type EgressOptions } from './egress-guard.js';
import type { Resolve } from './guarded-connector.js';

/** 127.0.0.2 plays the internet, 127.0.0.1 and ::1 the own network. */
const OUTSIDE = '127.0.0.2';
const GENERIC = 'The address could not be fetched';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

class Listener {
  readonly seen: IncomingMessage[] = [];
  connections = 0;
  handler: Handler = (_request, response) => void response.end('hello');
  port = 0;
  private constructor(private readonly server: Server) {
    server.on('connection', () => this.connections++);
    server.on('request', (request, response) => {
      this.seen.push(request);
      this.handler(request, response);
    });
  }
  static async open(host: string, port = 0, server: Server = createServer()): Promise<Listener> {
    const listener = new Listener(server);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
    listener.port = (server.address() as AddressInfo).port;
    return listener;
  }
  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

let inside: Listener;
let inside6: Listener | undefined;
let outside: Listener;
const guards: EgressGuard[] = [];

beforeAll(async () => {
  inside = await Listener.open('127.0.0.1');
  inside6 = await Listener.open('::1', inside.port).catch(() => undefined);
});
afterAll(async () => {
  await inside.close();
  await inside6?.close();
});
beforeEach(async () => {
  outside = await Listener.open(OUTSIDE);
  inside.seen.length = 0;
  inside.connections = 0;
  if (inside6) inside6.connections = 0;
  inside.handler = (_request, response) => void response.end('secret');
});
afterEach(async () => {
  for (const guard of guards.splice(0)) await guard.close();
  await outside.close();
});

function guard(options: EgressOptions = {}, clock: Clock = systemClock): EgressGuard {
  const made = new EgressGuard(
    { isPublic: (address) => address === OUTSIDE || isPublicAddress(address), resolve: table({}), ...options },
    clock,
  );
  guards.push(made);
  return made;
}

/** A resolver that knows some names, and is counted. */
function table(names: Record<string, string[]>): Resolve & { asked: string[] } {
  const asked: string[] = [];
  return Object.assign(
    (hostname: string) => {
      asked.push(hostname);
      const found = names[hostname];
      if (!found) return Promise.reject(new Error('ENOTFOUND'));
      return Promise.resolve(found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }) as const));
    },
    { asked },
  );
}

async function textOf(url: string, using: EgressGuard): Promise<string> {
  return Buffer.concat(await (await using.request(url)).body.toArray()).toString();
}
const at = (path = '/') => `http://${OUTSIDE}:${outside.port}${path}`;
const untouched = () => expect([inside.connections, inside6?.connections ?? 0]).toEqual([0, 0]);

/** A fresh key and the certificate it signs for itself, in one PEM. */
function selfSigned(name: string): string {
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  args.push('-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', '-', '-out', '-');
  return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' });
}

/** PORT stands for the port of the inside listener. */
const REFUSED: [string, string][] = [
  ['loopback', 'http://127.0.0.1:PORT/'],
  ['loopback, another', 'http://127.8.9.10:PORT/'],
  ['short form', 'http://127.1:PORT/'],
  ['decimal', 'http://2130706433:PORT/'],
  ['octal', 'http://0177.0.0.1:PORT/'],
  ['octal in one number', 'http://017700000001:PORT/'],
  ['hex', 'http://0x7f.0.0.1:PORT/'],
  ['hex in one number', 'http://0x7f000001:PORT/'],
  ['mixed bases', 'http://0x7f.0.0.01:PORT/'],
  ['zero', 'http://0:PORT/'],
  ['all zeroes', 'http://0.0.0.0:PORT/'],
  ['trailing dot', 'http://127.0.0.1.:PORT/'],
  ['ideographic dots', 'http://127。0。0。1:PORT/'],
  ['halfwidth ideographic dots', 'http://127｡0｡0｡1:PORT/'],
  ['fullwidth digits', 'http://１２７.0.0.1:PORT/'],
  ['circled digits', 'http://①②⑦.⓪.⓪.①:PORT/'],
  ['percent-encoded dots', 'http://127%2e0%2e0%2e1:PORT/'],
  ['percent-encoded digits', 'http://%31%32%37.0.0.1:PORT/'],
  ['IPv6 loopback', 'http://[::1]:PORT/'],
  ['IPv6 loopback, written out', 'http://[0:0:0:0:0:0:0:1]:PORT/'],
  ['IPv6 unspecified', 'http://[::]:PORT/'],
  ['v4-mapped', 'http://[::ffff:127.0.0.1]:PORT/'],
  ['v4-mapped in hex', 'http://[::ffff:7f00:1]:PORT/'],
  ['v4-compatible', 'http://[::127.0.0.1]:PORT/'],
  ['NAT64', 'http://[64:ff9b::7f00:1]:PORT/'],
  ['6to4', 'http://[2002:7f00:1::]:PORT/'],
  ['Teredo', 'http://[2001:0:7f00:1::]:PORT/'],
  ['link-local IPv6', 'http://[fe80::1]:PORT/'],
  ['IPv6 with a zone', 'http://[fe80::1%25lo]:PORT/'],
  ['unique local', 'http://[fd00::1]:PORT/'],
  ['metadata IPv6', 'http://[fd00:ec2::254]/latest/meta-data/'],
  ['multicast IPv6', 'http://[ff02::1]:PORT/'],
  ['metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['metadata, decimal', 'http://2852039166/latest/meta-data/'],
  ['metadata name', 'http://metadata.google.internal/'],
  ['metadata name, bare', 'http://metadata/'],
  ['private 10', 'http://10.0.0.1:PORT/'],
  ['private 172', 'http://172.20.0.1:PORT/'],
  ['private 192.168', 'http://192.168.0.1:PORT/'],
  ['carrier-grade NAT', 'http://100.64.0.1:PORT/'],
  ['the Supervisor', 'http://172.30.32.2/'],
  ['its network', 'http://172.30.33.9:PORT/'],
  ['the Supervisor by name', 'http://supervisor/core/api/'],
  ['the Supervisor in capitals', 'http://SUPERVISOR./core/api/'],
  ['the Supervisor by its domain', 'http://supervisor.local.hass.io/'],
  ['localhost', 'http://localhost:PORT/'],
  ['localhost with a dot', 'http://localhost.:PORT/'],
  ['localhost in circled letters', 'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/'],
  ['below localhost', 'http://a.localhost:PORT/'],
  ['userinfo', 'http://user:pass@public.example:PORT/'],
  ['user alone', 'http://user@public.example:PORT/'],
  ['userinfo that looks like a host', 'http://public.example@127.0.0.1:PORT/'],
  ['backslash before the host', 'http:\\\\127.0.0.1:PORT\\'],
  ['no slashes', 'http:127.0.0.1:PORT/'],
  ['encoded slash in userinfo', 'http://127.0.0.1%2f@127.0.0.1:PORT/'],
  ['tabs inside', 'ht\ttp://127.0.\t0.1:PORT/'],
  ['port 0', 'http://127.0.0.1:0/'],
  ['port out of range', 'http://127.0.0.1:99999/'],
  ['port of ssh', 'http://127.0.0.1:22/'],
  ['https inside', 'https://127.0.0.1:PORT/'],
  ['file', 'file:///etc/passwd'],
  ['file with a host', 'file://127.0.0.1/etc/passwd'],
  ['gopher', 'gopher://127.0.0.1:PORT/_GET'],
  ['ftp', 'ftp://127.0.0.1:PORT/'],
  ['data', 'data:text/plain,hello'],
  ['javascript', 'javascript:alert(1)'],
  ['unix socket', 'http+unix://%2fvar%2frun%2fdocker.sock/'],
  ['no scheme', '127.0.0.1:PORT'],
  ['a path', '/etc/passwd'],
  ['nothing', ''],
  ['name that leads to loopback', 'http://loopback.example:PORT/'],
  ['name that leads to IPv6 loopback', 'http://loopback6.example:PORT/'],
  ['name that leads to a mapped address', 'http://mapped.example:PORT/'],
  ['name that leads outside and inside', 'http://mixed.example:PORT/'],
  ['name that leads to a zone address', 'http://zone.example:PORT/'],
  ['name without an address', 'http://empty.example:PORT/'],
  ['name nobody knows', 'http://unknown.example:PORT/'],
  ['name of the LAN', 'http://nas.lan:PORT/'],
];
const NAMES = {
  'public.example': [OUTSIDE],
  'loopback.example': ['127.0.0.1'],
  'loopback6.example': ['::1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'mixed.example': [OUTSIDE, '127.0.0.1'],
  'zone.example': ['fe80::1%lo'],
  'empty.example': [],
  'nas.lan': ['192.168.1.5'],
};

describe('EgressGuard refuses', () => {
  it.each(REFUSED)('%s: %s', async (_what, template) => {
    const url = template.replace('PORT', String(inside.port));
    const error = await guard({ resolve: table(NAMES) })
      .request(url)
      .then(() => undefined)
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'unavailable', message: GENERIC });
    untouched();
  });

  it('each of them as a redirect too', async () => {
    const using = guard({ resolve: table(NAMES) });
    for (const [, template] of REFUSED) {
      const location = template.replace('PORT', String(inside.port));
      // A path, or nothing, is a way within the same host.
      if (!/^[a-z+]+:/i.test(location) || /[^\x20-\x7e]/.test(location)) continue;
      outside.handler = (_request, response) => void response.writeHead(302, { location }).end();
      await expect(using.request(at())).rejects.toMatchObject({ code: 'unavailable', message: GENERIC });
    }
    untouched();
    expect(outside.seen.length).toBeGreaterThan(55);
  });

  it('would reach the inside listener if it were open: the counter counts', async () => {
    const open = guard({ allow: [parseAllowEntry(`http://127.0.0.1:${inside.port}/`)] });
    await expect(textOf(`http://127.0.0.1:${inside.port}/`, open)).resolves.toBe('secret');
    expect(inside.seen).toHaveLength(1);
  });

  it('tells a closed port outside from nothing inside by no word', async () => {
    const port = outside.port;
    await outside.close();
    await expect(guard().request(`http://${OUTSIDE}:${port}/`)).rejects.toMatchObject({ message: GENERIC });
  });
});

describe('EgressGuard and names', () => {
  it('connects to the very answer it checked, when the next one would lead inside', async () => {
    const answers = [OUTSIDE, '127.0.0.1'];
    let asked = 0;
    const flipping: Resolve = () => Promise.resolve([{ address: answers[asked++] ?? '127.0.0.1', family: 4 }]);
    const using = guard({ resolve: flipping });
    await expect(textOf(`http://flip.example:${outside.port}/`, using)).resolves.toBe('hello');
    expect(asked).toBe(1);
    await using.close();
    await expect(guard({ resolve: flipping }).request(`http://flip.example:${inside.port}/`)).rejects.toThrow(GENERIC);
    expect(asked).toBe(2);
    untouched();
  });

  it('checks a name again when a redirect comes back to it', async () => {
    const answers = [OUTSIDE, '127.0.0.1'];
    let asked = 0;
    const resolve: Resolve = () => Promise.resolve([{ address: answers[asked++] ?? '127.0.0.1', family: 4 }]);
    outside.handler = (_request, response) =>
      void response.writeHead(302, { location: `http://flip.example:${inside.port}/` }).end();
    await expect(guard({ resolve }).request(`http://flip.example:${outside.port}/`)).rejects.toThrow(GENERIC);
    expect(asked).toBe(2);
    untouched();
  });

  it('sends the name, not the address, as Host', async () => {
    await textOf(`http://public.example:${outside.port}/`, guard({ resolve: table(NAMES) }));
    expect(outside.seen[0]?.headers.host).toBe(`public.example:${outside.port}`);
  });
});

const chain = (length: number): Handler => {
  return (request, response) => {
    const step = Number(request.url?.slice(1));
    if (step < length) response.writeHead(302, { location: `/${step + 1}` }).end();
    else response.end('arrived');
  };
};

describe('EgressGuard and redirects', () => {
  it('follows 3', async () => {
    outside.handler = chain(3);
    const answer = await guard().request(at('/0'));
    expect(answer.url).toBe(at('/3'));
    expect(Buffer.concat(await answer.body.toArray()).toString()).toBe('arrived');
  });
  it('does not follow 4', async () => {
    outside.handler = chain(4);
    await expect(guard().request(at('/0'))).rejects.toThrow(GENERIC);
    expect(outside.seen).toHaveLength(4);
  });
  it('follows none when there may be none: the redirect is the answer', async () => {
    outside.handler = chain(1);
    const answer = await guard({ maxRedirects: 0 }).request(at('/0'), { method: 'POST', body: '{}' });
    answer.body.destroy();
    expect(answer.status).toBe(302);
    expect(outside.seen).toHaveLength(1);
  });
  it('never repeats a POST elsewhere', async () => {
    outside.handler = chain(1);
    await expect(guard().request(at('/0'), { method: 'POST', body: '{}' })).rejects.toThrow(GENERIC);
    expect(outside.seen).toHaveLength(1);
  });
  it("gives the caller's headers to the first host only", async () => {
    const other = await Listener.open(OUTSIDE);
    outside.handler = (request, response) =>
      request.url === '/first'
        ? void response.writeHead(302, { location: '/second' }).end()
        : void response.writeHead(302, { location: `http://${OUTSIDE}:${other.port}/` }).end();
    await (
      await guard().request(at('/first'), { headers: { authorization: 'Bearer x', 'x-key': 'y' } })
    ).body.toArray();
    expect(outside.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer x', 'Bearer x']);
    expect(other.seen.map(({ headers }) => [headers.authorization, headers['x-key']])).toEqual([
      [undefined, undefined],
    ]);
    await other.close();
  });
});

const entry = (path: string) => parseAllowEntry(`http://127.0.0.1:${inside.port}${path}`);
const to = (path: string) => `http://127.0.0.1:${inside.port}${path}`;

describe('EgressGuard and the allow-list', () => {
  it('opens a path and no other, also over a connection that is already open', async () => {
    const using = guard({ allow: [entry('/snap')] });
    await expect(textOf(to('/snap/1.jpg'), using)).resolves.toBe('secret');
    await expect(using.request(to('/admin'))).rejects.toThrow(GENERIC);
    await expect(using.request(to('/snap/..%2fadmin'))).rejects.toThrow(GENERIC);
    expect(inside.seen.map(({ url }) => url)).toEqual(['/snap/1.jpg']);
  });
  it('does not follow an opened address to one that is not', async () => {
    inside.handler = (_request, response) => void response.writeHead(307, { location: '/admin' }).end();
    await expect(guard({ allow: [entry('/snap')] }).request(to('/snap'))).rejects.toThrow(GENERIC);
    expect(inside.seen).toHaveLength(1);
  });
  it('does not open metadata under an allowed name', async () => {
    const resolve = table({ 'camera.lan': ['169.254.169.254'] });
    const allow = [parseAllowEntry('http://camera.lan/')];
    await expect(guard({ allow, resolve }).request('http://camera.lan/latest')).rejects.toThrow(GENERIC);
  });
  it('trusts a certificate for its own entry only', async () => {
    const pem = selfSigned('camera.test');
    const tls = await Listener.open('127.0.0.1', 0, createTlsServer({ key: pem, cert: pem }));
    const resolve = table({ 'camera.test': ['127.0.0.1'] });
    const url = `https://camera.test:${tls.port}/`;
    await expect(guard({ resolve, allow: [parseAllowEntry(url)] }).request(url)).rejects.toThrow(GENERIC);
    await expect(textOf(url, guard({ resolve, allow: [parseAllowEntry(url, pem)] }))).resolves.toBe('hello');
    expect(tls.seen).toHaveLength(1);
    await tls.close();
  });
});

const read = async (options: EgressOptions = {}) => textOf(at(), guard(options));

describe('EgressGuard and what comes back', () => {
  it('refuses a length over the cap before reading', async () => {
    outside.handler = (_request, response) => {
      response.writeHead(200, { 'content-length': 5_000_000_000 });
      response.flushHeaders();
    };
    await expect(read()).rejects.toMatchObject({ code: 'too_large' });
  });
  it('cuts off a body that grows past the cap', async () => {
    outside.handler = (_request, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    };
    await expect(read({ maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'too_large' });
  });
  it('tells the status of an answer that nobody wants to read, and ends it where it is too long', async () => {
    const ended = new Promise((resolve) => {
      outside.handler = (_request, response) => {
        response.once('close', resolve);
        const more = () => {
          while (response.write(Buffer.alloc(65_536)));
        };
        response.on('drain', more);
        more();
      };
    });
    const { status, body } = await guard().request(at(), { discardBody: true, maxBytes: 64_000 });
    expect([status, await body.toArray()]).toEqual([200, []]);
    await ended;
  });
  it.each([
    ['gzip', gzipSync('plain')],
    ['br', brotliCompressSync('plain')],
  ])('decodes %s', async (encoding, bytes) => {
    outside.handler = (_request, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(bytes);
    await expect(read()).resolves.toBe('plain');
  });
  it.each([
    ['gzip', gzipSync(Buffer.alloc(60_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(60_000_000))],
  ])('cuts off a %s bomb at 4 times its size, below the cap', async (encoding, bomb) => {
    outside.handler = (_request, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(bomb);
    const body = (await guard().request(at())).body;
    let received = 0;
    body.on('data', (chunk: Buffer) => (received += chunk.byteLength));
    await new Promise((resolve) => body.once('error', resolve));
    expect(body.errored).toMatchObject({ code: 'too_large' });
    expect(received).toBeLessThan(2_000_000);
  });
  it.each([
    ['an encoding it does not know', 'zstd', 'x'],
    ['stacked encodings', 'gzip, gzip', 'x'],
    ['a lie', 'gzip', 'not gzip at all'],
  ])('refuses %s', async (_what, encoding, bytes) => {
    outside.handler = (_request, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(bytes);
    await expect(read()).rejects.toMatchObject({ code: 'unavailable', message: GENERIC });
  });
  it('fails when the connection breaks half way', async () => {
    outside.handler = (_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    };
    await expect(read()).rejects.toMatchObject({ code: 'unavailable', message: GENERIC });
  });
});

/** Real time, but the guard's own deadline passes when the test says so. */
const held = () => {
  const due: (() => void)[] = [];
  const clock: Clock = {
    ...systemClock,
    after: (ms, callback) => {
      expect(ms).toBe(30_000);
      due.push(callback);
      return () => void due.splice(due.indexOf(callback), 1);
    },
  };
  return { clock, due };
};

describe('EgressGuard and time', () => {
  it('gives up on a host that never answers', async () => {
    const { clock, due } = held();
    const asked = new Promise<void>((resolve) => (outside.handler = () => resolve()));
    const answer = guard({}, clock).request(at());
    await asked;
    due[0]?.();
    await expect(answer).rejects.toMatchObject({ code: 'unavailable', message: GENERIC });
  });
  it('gives up on a resolver that never answers', async () => {
    const { clock, due } = held();
    const late = new AbortController();
    const resolve: Resolve = () => once(late.signal, 'abort').then(() => []);
    const answer = guard({ resolve }, clock).request('http://slow.example/');
    due[0]?.();
    await expect(answer).rejects.toThrow(GENERIC);
    late.abort();
  });
  it('gives up on a body that drips', async () => {
    const { clock, due } = held();
    outside.handler = (_request, response) => void response.write('drip');
    const { body } = await guard({}, clock).request(at());
    const rest = body.toArray();
    due[0]?.();
    await expect(rest).rejects.toMatchObject({ code: 'unavailable', message: GENERIC });
  });
  it('leaves no timer behind', async () => {
    const { clock, due } = held();
    const using = guard({}, clock);
    await textOf(at(), using);
    await using.request('http://127.0.0.1/').catch(() => {});
    (await using.request(at())).body.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    expect(due).toHaveLength(0);
  });
  it('stops with the reason of the caller', async () => {
    const stop = new AbortController();
    outside.handler = () => stop.abort(new Error('the send was cancelled'));
    await expect(guard().request(at(), { signal: stop.signal })).rejects.toThrow('the send was cancelled');
  });
});

describe('EgressGuard and headers', () => {
  it('keeps the host and the connection to itself', async () => {
    const headers = {
      Host: 'supervisor',
      'Transfer-Encoding': 'chunked',
      'X-Api-Key': 'k',
      'Proxy-Authorization': 'p',
    };
    (await guard().request(at(), { headers })).body.destroy();
    expect(outside.seen[0]?.headers).toMatchObject({ host: `${OUTSIDE}:${outside.port}`, 'x-api-key': 'k' });
    expect(outside.seen[0]?.headers).not.toHaveProperty('proxy-authorization');
  });
  it.each<Record<string, string>>([{ 'x-a': 'b\r\nx-evil: 1' }, { 'x-a\r\nx-evil': '1' }, { 'x-a': 'ü€' }])(
    'refuses %j',
    async (headers) => {
      await expect(guard().request(at(), { headers })).rejects.toThrow(GENERIC);
      expect(outside.connections).toBe(0);
    },
  );
});
