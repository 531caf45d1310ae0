import { describe, expect, it } from '@jest/globals';
import type { Media } from '@columba/core';
import { parseRange } from './byte-range.js';
import { downloadHeaders, safeType } from './download-headers.js';

const media = (facts: Partial<Media> = {}): Media => ({
  mediaId: '0b5a3a6e-0000-4000-8000-000000000001',
  state: 'ready',
  mimeType: 'image/jpeg',
  ...facts,
});
const disposition = (fileName?: string) => downloadHeaders(media({ fileName }), 10)['Content-Disposition'];

describe('downloadHeaders', () => {
  it('lets nothing be shown or run', () => {
    expect(downloadHeaders(media({ sha256: 'ab' }), 10)).toEqual({
      'Content-Type': 'image/jpeg',
      'Content-Length': '10',
      'Content-Disposition': `attachment; filename="${media().mediaId}.jpg"; filename*=UTF-8''${media().mediaId}.jpg`,
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'private, no-transform',
      'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
      ETag: '"ab"',
    });
  });
  it('describes a part', () => {
    const headers = downloadHeaders(media(), 10, { start: 2, end: 5 });
    expect([headers['Content-Length'], headers['Content-Range']]).toEqual(['4', 'bytes 2-5/10']);
  });

  it.each([
    'text/html',
    'TEXT/HTML; charset=utf-8',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/xml',
    'application/javascript',
    'application/x-shockwave-flash',
    'multipart/related',
    'image/jpeg\r\nX-Evil: 1',
    'nonsense',
    '',
    '__proto__/x',
    'constructor',
  ])('sends %j as plain bytes', (type) => expect(safeType(type)).toBe('application/octet-stream'));
  it.each([
    ['image/jpg', 'image/jpeg'],
    ['audio/ogg; codecs=opus', 'audio/ogg'],
    ['application/pdf', 'application/pdf'],
  ])('sends %s as %s', (type, sent) => expect(safeType(type)).toBe(sent));

  it.each([
    ['a.jpg', 'a.jpg', 'a.jpg'],
    ['naïve café.jpg', 'naive cafe.jpg', 'na%C3%AFve%20caf%C3%A9.jpg'],
    ['"; filename="x.exe', '_ filename=x.exe', '%3B%20filename%3Dx.exe'],
    ['a\r\nSet-Cookie: b=c.jpg', 'aSet-Cookie b=c.jpg', 'aSet-Cookie%20b%3Dc.jpg'],
    ['../../etc/passwd', 'passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini', 'boot.ini'],
    ['a\0b.jpg', 'ab.jpg', 'ab.jpg'],
    ['photo\u202egpj.exe', 'photogpj.exe', 'photogpj.exe'],
    ['日本.pdf', 'file.pdf', '%E6%97%A5%E6%9C%AC.pdf'],
    ["it's (1)*.pdf", "it's (1).pdf", 'it%27s%20%281%29.pdf'],
    ['100%.txt', '100_.txt', '100%25.txt'],
    ['con.txt', '_con.txt', '_con.txt'],
    ['.htaccess', 'htaccess', 'htaccess'],
    ['\ud800x.pdf', 'x.pdf', 'x.pdf'],
  ])('names %j safely', (name, plain, encoded) => {
    expect(disposition(name)).toBe(`attachment; filename="${plain}"; filename*=UTF-8''${encoded}`);
  });
  it.each(['', '..', '   ', '\0', '///'])('takes the id where the name is %j', (name) =>
    expect(disposition(name)).toContain(media().mediaId),
  );
  it('shortens a very long name and keeps its ending', () => {
    const name = disposition(`${'😀'.repeat(500)}.jpg`) ?? '';
    expect(name.length).toBeLessThan(2_000);
    expect(name).toMatch(/%F0%9F%98%80\.jpg$/);
  });
});

describe('parseRange', () => {
  it.each([
    ['bytes=0-3', { start: 0, end: 3 }],
    ['bytes=4-', { start: 4, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-30', { start: 0, end: 9 }],
    ['bytes=0-999', { start: 0, end: 9 }],
    ['bytes=9-9', { start: 9, end: 9 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=3-2', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,3-4', undefined],
    ['items=0-1', undefined],
    ['bytes=a-b', undefined],
    [undefined, undefined],
  ])('%s of 10 bytes', (header, range) => expect(parseRange(header, 10)).toEqual(range));
  it('has nothing to give of an empty file', () => expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable'));
});
