import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { InProcessServer } from '../../../../../test/support/in-process-server.js';
import { OpenApiHolder } from './openapi-holder.js';
import { TAGS } from './tags.js';

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Record<string, unknown> }> }>;
  parameters?: { name: string; in: string; description?: string; schema?: { type?: string } }[];
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
}

let server: InProcessServer;
let document: OpenAPIObject;
let operations: (Operation & { method: string; path: string })[];
let schemas: Record<string, Record<string, unknown>>;

beforeAll(async () => {
  server = await InProcessServer.start();
  const { body } = await server.as().get('/docs/openapi.json').expect(200);
  document = body as OpenAPIObject;
  expect(document).toEqual(JSON.parse(JSON.stringify(server.app.get(OpenApiHolder).document())));
  schemas = document.components?.schemas as unknown as typeof schemas;
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...(operation as Operation), method, path })),
  );
});
afterAll(() => server.stop());

/** Every `$ref` below a value. */
const references = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, part]) => (name === '$ref' ? [String(part)] : references(part)));

describe('the document', () => {
  it('is OpenAPI 3.1 with two ways to give a key', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(document.components?.securitySchemes ?? {})).toEqual(['ApiKey', 'Bearer']);
    expect(document.security).toEqual([{ ApiKey: [] }, { Bearer: [] }]);
  });

  it('names each operation once, verb first, under exactly one tag', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operationId, tags, summary } of operations) {
      expect(operationId).toMatch(
        /^(list|get|create|update|delete|start|stop|restart|logout|cancel|send|stream|edit|set|remove|pin|unpin|star|unstar|rotate|ping|redeliver|replay|search|forward|mark|clear|subscribe|unsubscribe|pull|add|change|revoke|join|preview|answer|leave|check|block|unblock|post|reject|upload|download|refetch)[A-Z]\w+$/,
      );
      expect({
        operationId,
        tags: tags.length,
        known: tags.every((tag) => tag in TAGS),
        summary: Boolean(summary),
      }).toEqual({
        operationId,
        tags: 1,
        known: true,
        summary: true,
      });
    }
  });

  it('has a named schema for every success and a named problem for every failure', () => {
    for (const { operationId, responses } of operations) {
      for (const [status, response] of Object.entries(responses)) {
        if (Number(status) >= 400) expect(response.$ref).toMatch(/^#\/components\/responses\/\w+$/);
        else if (status === '204') expect(response.content).toBeUndefined();
        else {
          const json = response.content?.['application/json'];
          if (json) expect(json.schema['$ref']).toMatch(/^#\/components\/schemas\/\w+$/);
          else
            expect({ operationId, types: Object.keys(response.content ?? {}) }).toMatchObject({
              types: [expect.any(String)],
            });
        }
      }
      if (operationId !== 'getLiveness')
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '429', '500', '503']));
    }
  });

  it('points nowhere but to what is there', () => {
    for (const reference of references(document)) {
      const [, , kind = '', name = ''] = reference.split('/');
      expect({ reference, known: name in ((document.components as Record<string, object>)[kind] ?? {}) }).toEqual({
        reference,
        known: true,
      });
    }
  });

  it('tells every union apart by one required field with one value in each variant', () => {
    const unions = Object.entries(schemas).filter(([, schema]) => 'oneOf' in schema);
    expect(unions.map(([name]) => name)).toEqual([
      'Event',
      'MediaSource',
      'MessageContent',
      'OutgoingContent',
      'OutgoingStatus',
      'Pairing',
      'RelayNotice',
    ]);
    for (const [name, schema] of unions) {
      const { discriminator, oneOf } = schema as {
        discriminator: { propertyName: string; mapping: Record<string, string> };
        oneOf: { $ref: string }[];
      };
      expect(oneOf.map(({ $ref }) => $ref)).toEqual(Object.values(discriminator.mapping));
      for (const [tag, target] of Object.entries(discriminator.mapping)) {
        const variant = schemas[target.split('/').at(-1) ?? ''] as {
          required: string[];
          properties: Record<string, { enum: string[] }>;
        };
        expect({ name, tag: variant.properties[discriminator.propertyName]?.enum }).toEqual({ name, tag: [tag] });
        expect(variant.required).toContain(discriminator.propertyName);
      }
    }
  });

  it('has no anyOf, allOf or const, describes each component, and closes requests', () => {
    const text = JSON.stringify(document);
    for (const keyword of ['"anyOf"', '"allOf"', '"const"', '"$id"', '"$schema"']) expect(text).not.toContain(keyword);
    for (const [name, schema] of Object.entries(schemas)) {
      const request = /Request$|^Outgoing|MediaSource$/.test(name) && !('oneOf' in schema);
      expect({ name, closed: schema['additionalProperties'] }).toEqual({ name, closed: request ? false : undefined });
      if (!request) expect({ name, described: typeof schema['description'] }).toEqual({ name, described: 'string' });
    }
  });

  it('types and describes every parameter', () => {
    for (const { operationId, path, parameters = [] } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
      for (const { name, description, schema } of parameters)
        expect({ operationId, name, described: Boolean(description), typed: Boolean(schema?.type) }).toEqual({
          operationId,
          name,
          described: true,
          typed: true,
        });
    }
  });
});
