import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { breakingChanges } from '../../scripts/openapi-diff.mjs';
import { violations } from '../../scripts/openapi-rules.mjs';

type Json = Record<string, unknown>;

const text = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
const fresh = (): Json => JSON.parse(text) as Json;
/** The object at a place; it is there, or the test is wrong. */
const at = (document: Json, ...path: string[]): Json => path.reduce((part, name) => part[name] as Json, document);
const changed = (change: (document: Json) => void): Json => {
  const document = fresh();
  change(document);
  return document;
};
const SEND = ['paths', '/v1/sessions/{session}/messages', 'post'];
const schema = (document: Json, name: string) => at(document, 'components', 'schemas', name);

describe('the comparison of two documents', () => {
  it('has nothing to say of the same document, nor of additions', () => {
    const more = changed((document) => {
      at(schema(document, 'Chat'), 'properties')['shade'] = { type: 'string' };
      at(schema(document, 'SendMessageRequest'), 'properties')['shade'] = { type: 'string' };
      at(document, 'paths')['/v1/more'] = { get: at(document, 'paths', '/v1/version', 'get') };
    });
    expect(breakingChanges(fresh(), fresh())).toEqual([]);
    expect(breakingChanges(fresh(), more)).toEqual([]);
  });

  it.each<[string, (document: Json) => void]>([
    ['GET /v1/version is gone', (document) => void delete at(document, 'paths')['/v1/version']],
    ['sendMessage is called post', (document) => void (at(document, ...SEND)['operationId'] = 'post')],
    ['the answer 202 is gone', (document) => void delete at(document, ...SEND, 'responses')['202']],
    ['answer Chat.archived is gone', (document) => void delete at(schema(document, 'Chat'), 'properties')['archived']],
    [
      'answer Chat.archived may be missing now',
      (document) => {
        const chat = schema(document, 'Chat');
        chat['required'] = (chat['required'] as string[]).filter((name) => name !== 'archived');
      },
    ],
    [
      'request SendMessageRequest.mentions is needed now',
      (document) => void (schema(document, 'SendMessageRequest')['required'] as string[]).push('mentions'),
    ],
    [
      'request SendMessageRequest.mentions is gone',
      (document) => void delete at(schema(document, 'SendMessageRequest'), 'properties')['mentions'],
    ],
    [
      'answer Chat.unreadCount: integer became string',
      (document) => void (at(schema(document, 'Chat'), 'properties', 'unreadCount')['type'] = 'string'),
    ],
    [
      'poll is not taken any more',
      (document) => void delete at(schema(document, 'OutgoingContent'), 'discriminator', 'mapping')['poll'],
    ],
    [
      'delivered is not taken any more',
      (document) => {
        const [, waitFor] = at(document, ...SEND)['parameters'] as Json[];
        at(waitFor ?? {}, 'schema')['enum'] = ['none', 'sent'];
      },
    ],
  ])('names what breaks clients: %s', (line, change) => {
    expect(breakingChanges(fresh(), changed(change))).toEqual([expect.stringContaining(line)]);
  });
});

describe('the rules of documents', () => {
  it.each<[string, (document: Json) => void]>([
    ['must have exactly one ASCII tag', (document) => void (at(document, ...SEND)['tags'] = ['Messages', 'More'])],
    ['has no good operationId', (document) => void (at(document, ...SEND)['operationId'] = 'Messages_send')],
    ['getVersion is there twice', (document) => void (at(document, ...SEND)['operationId'] = 'getVersion')],
    ['does not say what 401 answers', (document) => void delete at(document, ...SEND, 'responses')['401']],
    ['leads nowhere', (document) => void delete at(document, 'components', 'schemas')['Chat']],
    ['a union without a discriminator', (document) => void delete schema(document, 'OutgoingContent')['discriminator']],
  ])('find: %s', (line, change) => {
    expect(violations(changed(change))).toEqual(expect.arrayContaining([expect.stringContaining(line)]));
  });
});
