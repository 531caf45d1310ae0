import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '@columba/core';
import { parseMediaSource } from './media-source.js';

const mediaId = '0b5a3a6e-0000-4000-8000-000000000001';

describe('parseMediaSource', () => {
  it.each([
    { kind: 'url', url: 'https://example.org/a.png', headers: { authorization: 'Bearer x' } },
    { kind: 'url', url: `data:image/png;base64,${'A'.repeat(10_000)}` },
    { kind: 'base64', data: 'AAAA', fileName: 'a.bin', mimeType: 'image/png' },
    { kind: 'upload', mediaId },
  ])('reads %j', (source) => expect(parseMediaSource(source)).toEqual(source));

  it('keeps nothing that it does not know', () => {
    expect(parseMediaSource({ kind: 'upload', mediaId, file: '/etc/passwd', fileName: null })).toEqual({
      kind: 'upload',
      mediaId,
    });
  });

  it.each<[unknown, string]>([
    [undefined, '/media'],
    ['https://example.org/', '/media'],
    [[], '/media'],
    [{}, '/media/kind'],
    [{ kind: 'path', path: '/media/a.jpg' }, '/media/kind'],
    [{ kind: 'file' }, '/media/path'],
    [{ kind: 'file', path: 5 }, '/media/path'],
    [{ kind: 'url' }, '/media/url'],
    [{ kind: 'url', url: 5 }, '/media/url'],
    [{ kind: 'url', url: `https://example.org/${'a'.repeat(5_000)}` }, '/media/url'],
    [{ kind: 'url', url: 'https://example.org/', headers: [] }, '/media/headers'],
    [{ kind: 'url', url: 'https://example.org/', headers: { a: 1 } }, '/media/headers/a'],
    [{ kind: 'base64', data: '' }, '/media/data'],
    [{ kind: 'base64', data: 'AAAA', fileName: 7 }, '/media/fileName'],
    [{ kind: 'upload', mediaId: 5 }, '/media/mediaId'],
  ])('refuses %j and says where', (value, pointer) => {
    expect.assertions(2);
    try {
      parseMediaSource(value, '/media');
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(error).toMatchObject({ details: { fields: [{ pointer }] } });
    }
  });
  it('refuses an id that is a path', () => {
    expect(() => parseMediaSource({ kind: 'upload', mediaId: '../../creds' })).toThrow(InvalidInputError);
  });
});
