import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SessionName } from '@columba/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import Sqlite from 'better-sqlite3';
import { InProcessServer, TOKEN } from '../../../../test/support/in-process-server.js';
import { RouteTable, type Route } from '../common/http/route-table.js';
import { OpenApiHolder } from '../common/openapi/openapi-holder.js';
import { problemSchema } from '../common/problem/problem.js';
import { SCOPES, type Scope } from './caller.js';
import { digestOf } from './key-ring.js';

const PUBLIC = [
  'GET /',
  'GET /ui',
  'GET /ui/page.js',
  'GET /ui/page.css',
  'GET /ui/icon.svg',
  'GET /v1/health/live',
  'GET /health',
  'GET /docs',
  'GET /docs/page.js',
  'GET /docs/page.css',
  'GET /docs/swagger-ui-bundle.js',
  'GET /docs/swagger-ui.css',
];

/** One of the other APIs deletes by GET, and empties its queue so, as its contract has it. */
const CHANGE_BY_CONTRACT = ['/chats/delete', '/events'];

let server: InProcessServer;
let database: InstanceType<typeof Sqlite>;
let routes: readonly Route[];
let document: OpenAPIObject;

beforeAll(async () => {
  server = await InProcessServer.start();
  database = new Sqlite(join(server.directory, 'columba.db'), { readonly: true });
  routes = server.app.get(RouteTable).all();
  document = server.app.get(OpenApiHolder).document();
  for (const name of ['home', 'secret'])
    await server.as().post('/v1/sessions').send({ name, autoStart: false }).expect(201);
});
afterAll(async () => {
  database.close();
  await server.stop();
});

/** Other APIs have documents and words of their own, and their own tests of them. */
const isNative = ({ path }: Route): boolean => /^\/(v1|docs|ui|metrics)(\/|$)|^\/$/.test(path);
/** One of them says of a key in the address what it says of none. */
const isFlat = (route: Route): boolean =>
  !isNative(route) && (!route.path.startsWith('/api/') || route.path === '/api/dashboard');

const filled = (path: string) => path.replace(':session', 'home').replace(/:\w+/g, '4915100000001');
const call = (method: string, path: string, token?: string) => {
  const request = server.anonymous[method.toLowerCase() as 'get'](filled(path));
  return token === undefined ? request : request.set('X-Api-Key', token);
};

/** The whole database as a text; but for the row that says that it takes writes, and for what is written down of the requests before. */
function kept(): string {
  const tables = database.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('write_check', 'audit', 'sqlite_sequence')",
  );
  const rows = (table: unknown) => database.prepare(`SELECT * FROM "${String(table)}"`).all();
  return JSON.stringify(
    tables
      .pluck()
      .all()
      .map((table) => [table, rows(table)]),
  );
}

function newKey(scopes: Scope[], sessions?: SessionName[], expiresAt?: Date): string {
  const key = `${scopes.join('-')}-${Math.random().toString(36).slice(2)}-0123456789012345`;
  server.storage.apiKeys.create({ name: 'test', scopes, sessions, expiresAt, hash: digestOf(key).toString('hex') });
  return key;
}

describe('every route', () => {
  it('that the server knows is asked here, and stands in the document unless it is the page about it or a second name', () => {
    expect(routes.length).toBeGreaterThan(25);
    const documented = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const known = routes.filter(isNative).map(({ method, path }) => `${method} ${path}`);
    expect(known.filter((route) => !/ \/(docs|ui|metrics|$)/.test(route)).toSorted()).toEqual(documented.toSorted());
  });

  it('refuses who has no key, a wrong one, or one in the address; only the listed ones are public', async () => {
    const open: string[] = [];
    for (const { method, path } of [...routes, { method: 'POST', path: '/nowhere' }]) {
      const { status, body } = await call(method, path);
      const isOpen = status === 200 || status === 302 || (status === 503 && path.startsWith('/ui'));
      // The page may not have been built.
      if (isOpen) open.push(`${method} ${path}`);
      else if (isNative({ method, path }))
        expect({ path, ...problemSchema.parse(body) }).toMatchObject({ path, status: 401, code: 'unauthorized' });
      else expect({ path, status, body }).toMatchObject({ path, status: 401, body: { error: 'Unauthorized' } });
      const inAddress = await server.anonymous[method.toLowerCase() as 'get'](`${filled(path)}?token=${TOKEN}`);
      expect({ path, status: inAddress.status }).toEqual({ path, status: isFlat({ method, path }) ? 401 : 400 });
    }
    expect(open.toSorted()).toEqual(PUBLIC.toSorted());
  });

  it('answers a key that lacks the scope with 403', async () => {
    const scopeOfRoute = new Map(
      Object.entries(document.paths).flatMap(([path, item]) =>
        Object.entries(item).map(([method, operation]) => [
          `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
          (operation as { 'x-scope': Scope | 'none' })['x-scope'],
        ]),
      ),
    );
    const held = { read: newKey(['read']), send: newKey(['send']) };
    for (const [route, scope] of scopeOfRoute) {
      const [method = '', path = ''] = route.split(' ');
      if (path.endsWith('/stream')) continue;
      for (const [name, key] of Object.entries(held)) {
        const allowed = scope === 'none' || SCOPES.indexOf(scope) <= SCOPES.indexOf(name as Scope);
        const { body } = await call(method, path, key);
        const refused = (body as { code?: string }).code === 'forbidden';
        expect({ route, name, refused }).toEqual({ route, name, refused: !allowed });
      }
    }
  });

  it('changes nothing that is kept when it is only read', async () => {
    const readable = routes.filter(({ method, path }) => method === 'GET' && !path.endsWith('/stream'));
    expect(readable.length).toBeGreaterThan(60);
    for (const { path } of readable.filter((route) => !CHANGE_BY_CONTRACT.includes(route.path))) {
      const before = kept();
      await call('GET', path, TOKEN);
      expect({ path, changed: kept() !== before }).toEqual({ path, changed: false });
    }
  });

  it('hides the sessions that a key is not bound to', async () => {
    const bound = newKey(['admin'], ['home' as SessionName]);
    for (const { method, path } of routes.filter(
      (route) => route.path.includes(':session/') || route.path.endsWith(':session'),
    )) {
      const foreign = path.replace(':session', 'secret');
      const { status, body } = await call(method, foreign, bound);
      const unknown = await call(method, path.replace(':session', 'nowhere'), bound);
      expect({ path, status, code: (body as { code: string }).code }).toEqual({ path, status: 404, code: 'not_found' });
      expect(unknown.status).toBe(404);
    }
    const { body } = await server.as(bound).get('/v1/sessions').expect(200);
    expect((body as { data: { name: string }[] }).data.map(({ name }) => name)).toEqual(['home']);
    await server.as(bound).post('/v1/sessions').send({ name: 'other' }).expect(403);
  });
});

describe('a key', () => {
  it.each([
    ['X-Api-Key', TOKEN],
    ['X-Auth-Token', TOKEN],
    ['Authorization', `Bearer ${TOKEN}`],
  ])('is taken from %s', async (header, value) => {
    await server.anonymous.get('/v1/version').set(header, value).expect(200);
  });

  it('ends when it expires', async () => {
    const key = newKey(['read'], undefined, new Date(Date.now() - 1));
    await server.as(key).get('/v1/version').expect(401);
  });

  it('is guessed ten times a minute, and a true one is never held up by that', async () => {
    const guesses = [];
    for (let at = 0; at < 12; at++) guesses.push((await server.as('wrong').get('/v1/version')).status);
    expect(guesses.at(-1)).toBe(429);
    const { headers, body } = await server.as('wrong').get('/v1/version').expect(429);
    expect(headers['retry-after']).toBe(String((body as { retryAfterSeconds: number }).retryAfterSeconds));
    await server.as().get('/v1/version').expect(200);
  });
});
