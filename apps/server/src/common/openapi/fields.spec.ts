import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { InstantField } from './fields.js';

class Request {
  @InstantField({ description: 'When.', optional: true, nullable: true })
  at?: string | null;
}

const isTaken = (at: unknown) => validateSync(Object.assign(new Request(), { at })).length === 0;

describe('a time in a request', () => {
  it.each([
    undefined,
    null,
    '2026-11-21T18:00:00Z',
    '2026-11-21T18:00Z',
    '2026-11-21 18:00:00.123456+01:00',
    '2026-11-21T18:00:00+0100',
  ])('%s is taken', (at) => {
    expect(isTaken(at)).toBe(true);
  });

  it.each([
    '20261121T180000Z',
    '2026-W47-6T18:00:00Z',
    '2026-325T18:00:00Z',
    '2026-11-21T18:00:00,5Z',
    '2026-11-21T18:00:00',
    '2026-11-21',
    '2026-02-30T00:00:00Z',
    '2026-11-21T24:00:30Z',
    '2026-11-21T23:59:60Z',
    '2026-11-21T18:00:00+25:00',
    'soon',
    '',
    1_795_284_000,
  ])('%s is not', (at) => {
    expect(isTaken(at)).toBe(false);
  });
});
