import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FakePerson } from '@columba/core/testing';
import { faserf } from '../../../../../../test/conformance/faserf/faserf.js';
import { MediaHost } from '../../../../../../test/conformance/support/media-host.js';
import { InProcessServer } from '../../../../../../test/support/in-process-server.js';
import { RouteTable } from '../../../common/http/route-table.js';
import { faserfDocument } from './faserf-document.js';

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security?: object[];
  responses: Record<string, { $ref?: string; content?: object }>;
  parameters?: { name: string; in: string; description?: string }[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
}

/** The core routes of the contract with both methods of those that take any, the dashboard and the media. */
const ROUTES = 81;
const DOCUMENTED = ['get', 'post', 'delete'];
const FOREIGN = /^\/($|(metrics|v1|ui|docs|api\/(?!dashboard$))(\/|$))|^\/api\/(?!dashboard$)/;

let host: MediaHost;
let server: InProcessServer;
let document: ReturnType<typeof faserfDocument>;
let operations: (Operation & { route: string; path: string })[];
beforeAll(async () => {
  host = await MediaHost.start();
  server = await InProcessServer.start({ env: faserf.settings(host.url) });
  document = faserfDocument(server.app);
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => DOCUMENTED.includes(method))
      .map(([method, operation]) => ({
        ...(operation as Operation),
        route: `${method.toUpperCase()} ${path}`,
        path,
      })),
  );
});
afterAll(async () => {
  await server.stop();
  await host.stop();
});

const references = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, part]) => (name === '$ref' ? [String(part)] : references(part)));

describe('the document of this dialect', () => {
  it('has the routes that the server has, and each has a golden', () => {
    const documented = operations.map(({ route }) => route).toSorted();
    expect(documented).toHaveLength(ROUTES);
    expect(faserf.goldens.map(({ route }) => route).toSorted()).toEqual(documented);
    const served = server.app.get(RouteTable).all();
    const paths = served.filter(({ path }) => !FOREIGN.test(path)).map(({ path }) => path.replace(/:(\w+)/g, '{$1}'));
    expect([...new Set(paths)].toSorted()).toEqual([...new Set(operations.map(({ path }) => path))].toSorted());
  });

  it('names each operation once, under one tag, with its errors', () => {
    expect(document.openapi).toBe('3.1.0');
    const tags = document.tags?.map(({ name }) => name);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(ROUTES);
    for (const { route, operationId, summary, tags: own, responses, security } of operations) {
      expect({ route, id: /^[a-z]\w+$/.test(operationId), summary: summary !== '', tags: own.length }).toEqual({
        route,
        id: true,
        summary: true,
        tags: 1,
      });
      expect(tags).toContain(own[0]);
      expect({ route, open: security?.length === 0 }).toEqual({ route, open: route === 'GET /health' });
      expect(Object.keys(responses).filter((status) => status.startsWith('2'))).toEqual(['200']);
      expect(Object.keys(responses)).toContain('500');
    }
  });

  it('says of every success and error that a golden shows that there is such an answer', () => {
    for (const { route, cases } of faserf.goldens) {
      const { responses } = operations.find((operation) => operation.route === route) ?? { responses: {} };
      const [method, path = ''] = route.split(' ');
      for (const { send, expect: wanted } of cases.flatMap(({ steps }) => steps)) {
        const isOther = send.path.split('?')[0] !== path || (send.method ?? method) !== method || send.raw;
        if (isOther || wanted.status === 404) continue;
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
      expect(parameters.filter(({ description }) => !description)).toEqual([]);
    }
    for (const reference of references(document)) {
      const [, , kind = '', name = ''] = reference.split('/');
      expect(Object.keys((document.components as Record<string, object>)[kind] ?? {})).toContain(name);
    }
    expect(JSON.stringify(document)).not.toContain('undefined');
  });

  it('shows examples that the server takes as they stand', async () => {
    const owner = await server.linked();
    const schemas = document.components?.schemas as Record<string, { examples?: object[] }>;
    let taken = 0;
    for (const { route, path, requestBody } of operations) {
      const name = requestBody?.content['application/json']?.schema.$ref.split('/').at(-1) ?? '';
      for (const example of schemas[name]?.examples ?? []) {
        const body = await staged(owner, path, example);
        const method = route.startsWith('DELETE') ? 'delete' : 'post';
        const { status, body: answer } = await server.as()[method](path).send(body);
        expect({ route, status, answer: answer as unknown }).toEqual({
          route,
          status: 200,
          answer: expect.anything(),
        });
        taken += 1;
      }
    }
    expect(taken).toBe(operations.filter(({ requestBody }) => requestBody).length);
  }, 60_000);
});

const digits = (person: FakePerson): string => person.phone.slice(1);

/** Puts what is there in the place of what an example names. */
async function staged(owner: FakePerson, path: string, example: object): Promise<object> {
  const friend = server.world.person();
  const ask = JSON.stringify(example);
  const names: Record<string, string> = {
    491234567890: digits(friend),
    491761234567: digits(server.world.person()),
    'https://example.com/hook': `${host.url}/hook`,
    'https://example.com/image.png': `${host.url}/logo.png`,
    'https://example.com/video.mp4': `${host.url}/clip.mp4`,
    'https://example.com/sound.ogg': `${host.url}/tone.wav`,
    'https://example.com/report.pdf': `${host.url}/report.pdf`,
  };
  if (path.startsWith('/groups/')) {
    const others = ['remove', 'promote', 'demote'].some((act) => path.endsWith(act));
    const member = server.world.person();
    const { group } = await owner.groups.create('Group', others ? [friend.jid, member.jid] : [friend.jid]);
    if (path.endsWith('demote')) await owner.groups.changeParticipants(group.id, 'promote', [member.jid]);
    if (others) names['491761234567'] = digits(member);
    names['120363041234567890@g.us'] = group.id;
    const theirs = await friend.groups.create('Theirs', []);
    names['AbCdEfGhIjKlMnOpQrStUv'] = (await friend.groups.invite(theirs.group.id)).code;
    await server.event('home', ({ type, data }) => type === 'group.joined' && JSON.stringify(data).includes(group.id));
  }
  if (path.startsWith('/channels/')) {
    const channel = await friend.channels.create('Channel');
    if (path.includes('mute')) await owner.channels.follow(channel.id);
    names['120363041234567890@newsletter'] = channel.id;
  }
  if (ask.includes('BAE5F0123456789A')) {
    const { body } = await server.as().post('/send_message').send({ number: friend.jid, message: 'first' }).expect(200);
    names['BAE5F0123456789A'] = (body as { id: string }).id;
  } else if (path.includes('chat') || path.includes('mark_as')) {
    const id = await friend.send(owner.jid, { kind: 'text', text: 'hi' });
    await server.event('home', ({ data }) => (data['message'] as { messageId?: string } | undefined)?.messageId === id);
  }
  const filled = Object.entries(names).reduce((text, [name, value]) => text.replaceAll(name, value), ask);
  return JSON.parse(filled) as object;
}
