import { X509Certificate, createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeServerKey } from './certificate.js';

const NOW = 1_700_000_000_000;

describe('the certificate of the page', () => {
  it('is one that others can read, for the host, signed by its own key, with the pin of that key', () => {
    const { cert, pin } = makeServerKey('web.example.com', NOW);
    const read = new X509Certificate(cert);
    expect(read.subjectAltName).toContain('DNS:web.example.com');
    expect(read.checkHost('web.example.com')).toBe('web.example.com');
    expect(read.verify(read.publicKey)).toBe(true);
    const spki = read.publicKey.export({ type: 'spki', format: 'der' });
    expect(pin).toBe(createHash('sha256').update(spki).digest('base64'));
  });

  it('is another one every time', () => {
    expect(makeServerKey('a.example', NOW).pin).not.toBe(makeServerKey('a.example', NOW).pin);
  });
});
