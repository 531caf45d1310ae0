import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '@columba/core';
import { findEntry, parseAllowEntry } from './allow-list.js';

const entries = [
  parseAllowEntry('http://camera.lan:8080/snap'),
  parseAllowEntry('https://NAS.lan/photos/'),
  parseAllowEntry('http://[fd12::1]/'),
];
const opened = (url: string) => findEntry(entries, new URL(url)) !== undefined;

describe('the allow-list', () => {
  it.each([
    'http://camera.lan:8080/snap',
    'http://CAMERA.lan.:8080/snap?width=640',
    'http://camera.lan:8080/snap/1.jpg',
    'http://camera.lan:8080/x/../snap/1.jpg',
    'https://nas.lan:443/photos/a.jpg',
    'http://[fd12::1]:80/anything',
  ])('opens %s', (url) => expect(opened(url)).toBe(true));

  it.each([
    'http://camera.lan/snap',
    'https://camera.lan:8080/snap',
    'http://camera.lan:8081/snap',
    'http://camera.lan:8080/snapshot',
    'http://camera.lan:8080/',
    'http://camera.lan:8080/snap/../admin',
    'http://camera.lan:8080/snap/%2e%2e/admin',
    'http://camera.lan:8080/snap/..%2fadmin',
    'http://camera.lan:8080/snap/..%5cadmin',
    'http://camera.lan:8080/snap/%252e%252e/admin',
    'https://nas.lan/photos',
    'http://other.lan:8080/snap',
    'http://camera.lan.evil.example:8080/snap',
  ])('does not open %s', (url) => expect(opened(url)).toBe(false));

  it.each([
    'camera.lan',
    'ftp://camera.lan/',
    'http://user:pass@camera.lan/',
    'http://camera.lan/?a=b',
    'http://camera.lan/#x',
    'http://supervisor/',
    'http://metadata.google.internal/',
  ])('refuses the entry %s', (text) => expect(() => parseAllowEntry(text)).toThrow(InvalidInputError));
});
