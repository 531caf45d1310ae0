import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gajosu } from '../../../../../../test/conformance/gajosu/gajosu.js';
import { InProcessServer } from '../../../../../../test/support/in-process-server.js';
import { RouteTable } from '../../../common/http/route-table.js';
import { gajosuDocument } from './gajosu-document.js';

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  responses: Record<string, { $ref?: string; content?: object }>;
  parameters?: { name: string; in: string; description?: string }[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
}

let server: InProcessServer;
let document: ReturnType<typeof gajosuDocument>;
let operations: (Operation & { route: string; path: string })[];
beforeAll(async () => {
  server = await InProcessServer.start();
  document = gajosuDocument(server.app);
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...(operation as Operation),
      route: `${method.toUpperCase()} ${path}`,
      path,
    })),
  );
});
afterAll(() => server.stop());

const references = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, part]) => (name === '$ref' ? [String(part)] : references(part)));

describe('the document of this dialect', () => {
  it('has the 47 routes that the server has, and each has a golden', () => {
    const served = server.app.get(RouteTable).all();
    const routes = served.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const documented = operations.map(({ route }) => route).toSorted();
    expect(documented).toHaveLength(47);
    expect(routes.filter((route) => route.includes(' /api/')).toSorted()).toEqual(documented);
    expect(gajosu.goldens.map(({ route }) => route).toSorted()).toEqual(documented);
  });

  it('names each operation once, under one tag, with its errors', () => {
    expect(document.openapi).toBe('3.1.0');
    const tags = document.tags?.map(({ name }) => name);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(47);
    for (const { route, operationId, summary, tags: own, responses } of operations) {
      expect({ route, id: /^[a-z]\w+$/.test(operationId), summary: summary !== '', tags: own.length }).toEqual({
        route,
        id: true,
        summary: true,
        tags: 1,
      });
      expect(tags).toContain(own[0]);
      const needsWhatsApp = route === 'GET /api/status' ? [] : ['503'];
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '500', ...needsWhatsApp]));
    }
  });

  it('says of every success and error that a golden shows that there is such an answer', () => {
    const framework = [404, 413];
    for (const { route, cases } of gajosu.goldens) {
      const { responses } = operations.find((operation) => operation.route === route) ?? { responses: {} };
      for (const { send, expect: wanted } of cases.flatMap(({ steps }) => steps)) {
        if (send.method !== undefined || framework.includes(wanted.status)) continue;
        expect({ route, documented: Object.keys(responses) }).toEqual({
          route,
          documented: expect.arrayContaining([String(wanted.status)]),
        });
      }
    }
  });

  it('describes every parameter, and points nowhere but to what is there', () => {
    for (const { path, parameters = [] } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath);
      expect(parameters.every(({ description }) => description)).toBe(true);
    }
    for (const reference of references(document)) {
      const [, , kind = '', name = ''] = reference.split('/');
      expect(Object.keys((document.components as Record<string, object>)[kind] ?? {})).toContain(name);
    }
    expect(JSON.stringify(document)).not.toContain('undefined');
  });

  it('shows examples that the server takes as they stand', async () => {
    const owner = await server.linked();
    const friend = server.world.person();
    for (const number of ['123456789', '987654321']) server.world.person({ phone: number });
    const { group } = await owner.groups.create('Group', [friend.jid]);
    const id = await friend.send(owner.jid, { kind: 'text', text: 'hi' });
    await server.event('home', ({ data }) => (data['message'] as { messageId?: string } | undefined)?.messageId === id);
    const schemas = document.components?.schemas as Record<string, { examples?: object[] }>;
    let taken = 0;
    for (const { route, path, requestBody, responses } of operations) {
      const name = requestBody?.content['application/json']?.schema.$ref.split('/').at(-1) ?? '';
      for (const example of schemas[name]?.examples ?? []) {
        const chat = path.includes('groups/{id}') ? group.id : friend.phone.slice(1);
        const filled = path.replace('{id}', chat).replace('{messageId}', id);
        const [method = ''] = route.split(' ');
        const { status } = await server.as()[method.toLowerCase() as 'put'](filled).send(example);
        const success = Object.keys(responses).find((one) => one.startsWith('2'));
        // Whoever is named in an example may not be in the group, which is documented too.
        const isFine = String(status) === success || (path.includes('{id}/') && status === 404);
        expect({ route, status, isFine }).toEqual({ route, status, isFine: true });
        taken += 1;
      }
    }
    expect(taken).toBeGreaterThanOrEqual(11);
  });
});
