import type { ApiKeyRecord } from '@columba/storage';
import { z } from 'zod';
import { SCOPES, type Caller } from '../auth/caller.js';
import { component, instant } from '../common/openapi/component.js';
import { listOf } from '../common/openapi/page.js';

const rights = {
  keyId: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  sessions: z.array(z.string()).optional().describe('The only sessions that it sees; absent: all.'),
};
const facts = {
  ...rights,
  createdAt: instant,
  expiresAt: instant.optional(),
  lastUsedAt: instant.optional().describe('To the minute.'),
};

export const apiKeySchema = component(
  'ApiKey',
  'Who may call this API. The key itself is kept nowhere.',
  z.object(facts),
);
export const apiKeyListSchema = listOf('ApiKeyList', 'Keys, oldest first.', apiKeySchema);
export const createdApiKeySchema = component(
  'CreatedApiKey',
  'A new key. It is shown only here.',
  z.object({ ...facts, key: z.string().describe('Send it as `X-Api-Key` or as a bearer token.') }),
);
export const currentApiKeySchema = component('CurrentApiKey', 'Whose key this request came with.', z.object(rights));

export const toApiKeyDto = (record: ApiKeyRecord): z.output<typeof apiKeySchema> => ({
  keyId: record.id,
  name: record.name,
  scopes: record.scopes,
  sessions: record.sessions,
  createdAt: record.createdAt.toISOString(),
  expiresAt: record.expiresAt?.toISOString(),
  lastUsedAt: record.lastUsedAt?.toISOString(),
});

export const toCurrentApiKeyDto = (caller: Caller): z.output<typeof currentApiKeySchema> => ({
  keyId: caller.keyId,
  name: caller.name,
  scopes: [...caller.scopes],
  sessions: caller.sessions && [...caller.sessions],
});
