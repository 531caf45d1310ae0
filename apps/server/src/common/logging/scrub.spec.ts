import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@columba/core';
import { PinoLogger } from './pino-logger.js';
import { scrubber } from './scrub.js';

const scrub = scrubber(new Uint8Array(32));

describe('scrubber', () => {
  it.each([
    '4915123456789@s.whatsapp.net',
    '4915123456789:12@s.whatsapp.net',
    '123456789012345@lid',
    '120363000009999999@g.us',
    '+49 151 23456789',
    '+49 (151) 234-5678',
    '004915123456789',
    '4915123456789',
  ])('gives %s a pseudonym', (secret) => {
    expect(scrub(`before ${secret} after`)).toMatch(/^before ~[0-9a-f]{8} after$/);
  });

  it('gives the same number the same pseudonym, however it is written', () => {
    const [a, b, c] = ['+49 151 23456789', '4915123456789@s.whatsapp.net', '4915123456789'].map(scrub);
    expect(new Set([a, b, c]).size).toBe(1);
    expect(scrubber(new Uint8Array(32).fill(1))('4915123456789')).not.toBe(a);
  });

  it.each([
    '3EB0A1B2C3D4E5F60718',
    '2026-11-21T03:16:20.000Z',
    'http://127.0.0.1:43210',
    'seq 812',
    '01a1fc1a-d93c-7b52-9f0a-5c1f6f0e2d11',
  ])('leaves %s alone', (plain) => expect(scrub(plain)).toBe(plain));

  it('hides what telling names hold, at any depth', () => {
    expect(
      scrub({
        token: 't',
        headers: { 'X-Api-Key': 'k', authorization: 'a' },
        message: { text: 'hello', caption: 'c' },
        ok: 1,
      }),
    ).toEqual({
      token: '[hidden]',
      headers: { 'X-Api-Key': '[hidden]', authorization: '[hidden]' },
      message: { text: '[hidden]', caption: '[hidden]' },
      ok: 1,
    });
  });

  it('walks errors and their causes, and never logs bytes', () => {
    const error = new DomainError('engine_error', 'no answer from 4915123456789', {
      cause: new Error('to +4915123456789'),
    });
    const logged = JSON.stringify(scrub({ error, data: new Uint8Array(7) }));
    expect(logged).not.toContain('4915123456789');
    expect(logged).toContain('"errorCode":"engine_error"');
    expect(logged).toContain('[7 bytes]');
  });

  it('survives what has no end', () => {
    const ring: Record<string, unknown> = {};
    ring['self'] = ring;
    expect(JSON.stringify(scrub(ring))).toContain('[deeper]');
  });
});

describe('PinoLogger', () => {
  it('writes one JSON line with scrubbed message and fields, its own and those of its parent', () => {
    const lines: string[] = [];
    const logger = PinoLogger.create('debug', { write: (line) => void lines.push(line) });
    logger.child({ chat: '4915123456789@s.whatsapp.net' }).info('sent to +4915123456789', { text: 'hello there' });
    logger.debug('quiet');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', chat: expect.stringMatching(/^~[0-9a-f]{8}$/) });
    expect(lines.join('')).not.toMatch(/4915123456789|hello there/);
  });
});
