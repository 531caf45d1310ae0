import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { ApiOperationObject, PathItem, Responses, Schema, Schemas } from './types.js';
import { PROBLEMS, type ProblemCode } from '../problem/problem.js';
import { requestUnions } from './request-union.js';
import { PROBLEM_CODES_EXTENSION } from './operation.js';
import { componentSchemas } from './schemas.js';
import { TAGS } from './tags.js';
import { VERSION } from '../../health/version.js';

/** The OpenAPI 3.1 document of the native API. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Columba')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'An API key; X-Auth-Token is accepted too.' },
      'ApiKey',
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The same API key.' }, 'Bearer')
    .addSecurityRequirements('ApiKey')
    .addSecurityRequirements('Bearer');
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const { paths, ...document } = SwaggerModule.createDocument(app, builder.build());
  return finished({ ...document, paths: Object.fromEntries(Object.entries(paths).filter(isNative)) });
}

/** The other APIs have documents of their own. */
const isNative = ([path]: [string, unknown]): boolean => path.startsWith('/v1/');

const DESCRIPTION = [
  'A WhatsApp gateway in your own house. One session is one linked WhatsApp account.',
  '',
  'Every error is a `Problem`; decide by its `code`. Unknown fields, enum values and event types may appear at any time.',
].join('\n');

function finished(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) for (const operation of operationsOf(path)) addProblems(operation);
  const requests = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [name, closed(schema)]);
  const schemas: Schemas = { ...Object.fromEntries(requests), ...requestUnions(), ...componentSchemas() };
  return {
    ...document,
    webhooks: WEBHOOKS,
    components: { ...document.components, schemas: sorted(schemas), responses: problemResponses() },
  };
}

/** What the server sends by itself. */
const WEBHOOKS: OpenAPIObject['webhooks'] = {
  event: outgoing('deliverEvent', 'Event', 'Something happened. `webhook-id` is its `eventId`.'),
  relayNotice: outgoing('deliverRelayNotice', 'RelayNotice', 'A word of the relay itself.'),
};

function outgoing(operationId: string, schema: string, summary: string) {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
  const description = 'Any 2xx within the time limit is success; 410 switches the webhook off.';
  const post = { operationId, summary, tags: ['Webhooks'], security: [], requestBody: { required: true, content } };
  return { post: { ...post, responses: { '2XX': { description } } } };
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

const operationsOf = (path: PathItem): ApiOperationObject[] =>
  METHODS.flatMap((method) => {
    const operation = path[method];
    return operation ? [operation] : [];
  });

/** Requests are checked strictly, and the document says so. */
function closed(schema: Schema): Schema {
  if (!('properties' in schema)) return schema;
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    plainReference(property),
  ]);
  return { ...schema, properties: Object.fromEntries(properties) as Schemas, additionalProperties: false };
}

/** A decorator can name another component only as a choice of one. */
const plainReference = (property: Schema): Schema =>
  'oneOf' in property && property.oneOf?.length === 1 ? (property.oneOf[0] ?? property) : property;

function addProblems(operation: ApiOperationObject): void {
  const codes = (operation as unknown as Record<string, ProblemCode[] | undefined>)[PROBLEM_CODES_EXTENSION] ?? [];
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].toSorted((a, b) => a - b);
  for (const status of statuses) {
    operation.responses[String(status)] = { $ref: `#/components/responses/${RESPONSE_NAMES[status]}` };
  }
}

/** One named response per status, with the codes that it can carry. */
function problemResponses(): Responses {
  return Object.fromEntries(
    Object.entries(RESPONSE_NAMES).map(([status, name]) => {
      const codes = Object.entries(PROBLEMS).filter(([, problem]) => problem.status === Number(status));
      const description = codes.map(([code, { title }]) => `\`${code}\`: ${title}`).join('; ');
      const schema = { $ref: '#/components/schemas/Problem' };
      return [name, { description, content: { 'application/problem+json': { schema } } }];
    }),
  );
}

const RESPONSE_NAMES: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'ContentTooLarge',
  415: 'UnsupportedMediaType',
  422: 'UnprocessableContent',
  429: 'TooManyRequests',
  500: 'InternalError',
  501: 'NotImplemented',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
  507: 'InsufficientStorage',
};

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
