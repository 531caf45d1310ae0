import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { componentSchemas } from '../../../common/openapi/schemas.js';
import type { ApiOperationObject, PathItem, Responses } from '../../../common/openapi/types.js';
import { VERSION } from '../../../health/version.js';
import { FaserfModule } from '../faserf.module.js';
import { faserfComponents, referenceTo } from './faserf-components.js';
import { errorSchema } from './faserf-error.schema.js';
import { ERROR_STATUSES_EXTENSION } from './faserf-operation.js';

const TAGS = {
  Session: 'Linking an account, and how it stands.',
  Messages: 'Sending, and what can be done to a message.',
  Chats: 'Chats, and what is set for them.',
  Contacts: 'People, and what they see of this account.',
  Groups: 'Groups and their members.',
  Channels: 'Channels, and whether this account follows them.',
  System: 'The server itself.',
};

/** The OpenAPI 3.1 document of this dialect. */
export function faserfDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Columba, FaserF API')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0');
  for (const name of ['X-Auth-Token', 'X-Api-Key'])
    builder.addApiKey({ type: 'apiKey', in: 'header', name }, name).addSecurityRequirements(name);
  builder.addBearerAuth({ type: 'http', scheme: 'bearer' }, 'Bearer').addSecurityRequirements('Bearer');
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), { include: [FaserfModule] });
  for (const item of Object.values(document.paths)) for (const operation of operationsOf(item)) addErrors(operation);
  const schemas = componentSchemas(faserfComponents);
  return { ...document, components: { ...document.components, schemas, responses: errorResponses() } };
}

const DESCRIPTION = [
  'The flat REST API of the WhatsApp add-on by FaserF, served by Columba at the root.',
  '',
  'Success is always 200. Fields that are not known are ignored, and `null` counts as absent.',
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

const RESPONSES: Record<number, { name: string; description: string }> = {
  400: { name: 'BadRequest', description: 'Something is missing or wrong, or WhatsApp does not take it.' },
  401: { name: 'Unauthorized', description: 'The token is missing or wrong.' },
  403: { name: 'Forbidden', description: 'The token may not do this, or only an admin of the group may.' },
  404: { name: 'NotFound', description: 'There is no such message, chat, group or account.' },
  413: { name: 'ContentTooLarge', description: 'The body or the file is too large.' },
  429: { name: 'TooManyRequests', description: 'Too many wrong tokens, or too much for WhatsApp.' },
  500: { name: 'InternalError', description: 'Something went wrong on our side, or WhatsApp did not confirm in time.' },
  501: { name: 'NotImplemented', description: 'The engine of the session cannot do this.' },
  503: { name: 'NotConnected', description: 'WhatsApp is not connected.' },
};

function errorResponses(): Responses {
  return Object.fromEntries(
    Object.values(RESPONSES).map(({ name, description }) => [
      name,
      { description, content: { 'application/json': { schema: referenceTo(errorSchema) } } },
    ]),
  );
}
