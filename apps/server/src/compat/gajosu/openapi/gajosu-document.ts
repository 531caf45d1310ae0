import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { z } from 'zod';
import { componentSchemas } from '../../../common/openapi/schemas.js';
import type { ApiOperationObject, PathItem, Responses } from '../../../common/openapi/types.js';
import { VERSION } from '../../../health/version.js';
import { GajosuModule } from '../gajosu.module.js';
import { gajosuComponents, referenceTo } from './gajosu-components.js';
import { errorSchema, notConnectedSchema, validationErrorSchema } from './gajosu-error.schema.js';
import { ERROR_STATUSES_EXTENSION } from './gajosu-operation.js';

const TAGS = {
  Status: 'The state of the connection.',
  Chats: 'Chats with people and groups.',
  Messages: 'Messages of a chat.',
  Groups: 'Groups and their members.',
  Contacts: 'People and groups that are known.',
  Me: 'This account itself.',
};

/** The OpenAPI 3.1 document of this dialect. */
export function gajosuDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Columba, gajosu API')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0');
  for (const name of ['X-Auth-Token', 'X-Api-Key'])
    builder.addApiKey({ type: 'apiKey', in: 'header', name }, name).addSecurityRequirements(name);
  builder.addBearerAuth({ type: 'http', scheme: 'bearer' }, 'Bearer').addSecurityRequirements('Bearer');
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), { include: [GajosuModule] });
  for (const [path, item] of Object.entries(document.paths))
    for (const operation of operationsOf(item)) {
      addErrors(operation);
      sortParameters(operation, path);
    }
  const schemas = componentSchemas(gajosuComponents);
  return { ...document, components: { ...document.components, schemas, responses: errorResponses() } };
}

const DESCRIPTION = [
  'The REST API of the WhatsApp add-on by gajosu, served by Columba for one session.',
  '',
  'Everything but the status answers 503 while WhatsApp is not connected. There are three forms of errors.',
].join('\n');

const METHODS = ['get', 'put', 'post', 'delete'] as const;

const operationsOf = (path: PathItem): ApiOperationObject[] =>
  METHODS.map((method) => path[method]).filter((operation) => operation !== undefined);

function addErrors(operation: ApiOperationObject): void {
  const extensions = operation as unknown as Record<string, number[] | undefined>;
  const statuses = extensions[ERROR_STATUSES_EXTENSION] ?? [];
  delete extensions[ERROR_STATUSES_EXTENSION];
  for (const status of statuses.toSorted((a, b) => a - b))
    operation.responses[String(status)] = { $ref: `#/components/responses/${RESPONSES[status]?.name}` };
}

/** As they stand in the path, which is the order of arguments in some generated clients. */
function sortParameters({ parameters = [] }: ApiOperationObject, path: string): void {
  const place = (name: string) => (path.includes(`{${name}}`) ? path.indexOf(`{${name}}`) : path.length);
  parameters.sort((a, b) => ('name' in a && 'name' in b ? place(a.name) - place(b.name) : 0));
}

const RESPONSES: Record<number, { name: string; description: string; schema?: z.ZodType }> = {
  400: { name: 'BadRequest', description: 'The body is not valid JSON, or WhatsApp cannot take it.' },
  401: { name: 'Unauthorized', description: 'The token is missing or wrong.' },
  403: { name: 'Forbidden', description: 'The token may not do this, or WhatsApp does not let this account.' },
  404: { name: 'NotFound', description: 'There is no such chat, group, message or contact.' },
  408: { name: 'RequestTimeout', description: 'The server with the file was too slow.' },
  410: { name: 'Gone', description: 'WhatsApp no longer has the file.' },
  413: { name: 'ContentTooLarge', description: 'The body or the file is too large.' },
  422: { name: 'UnprocessableContent', description: 'Something is missing or wrong.', schema: validationErrorSchema },
  429: { name: 'TooManyRequests', description: 'Too many wrong tokens, or too much for WhatsApp.' },
  500: { name: 'InternalError', description: 'Something went wrong on our side.' },
  501: { name: 'NotImplemented', description: 'The engine of the session cannot do this.' },
  502: { name: 'BadGateway', description: 'WhatsApp, or the server with the file, answered something unexpected.' },
  503: { name: 'NotConnected', description: 'WhatsApp is not connected.', schema: notConnectedSchema },
  504: { name: 'GatewayTimeout', description: 'WhatsApp did not answer in time; it may have happened.' },
};

function errorResponses(): Responses {
  return Object.fromEntries(
    Object.values(RESPONSES).map(({ name, description, schema = errorSchema }) => [
      name,
      { description, content: { 'application/json': { schema: referenceTo(schema) } } },
    ]),
  );
}
