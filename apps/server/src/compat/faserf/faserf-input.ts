import { InvalidInputError } from '@columba/core';
import { invalid, missing } from './faserf-refusal.js';

const TRUE: readonly unknown[] = [true, 'true', '1', 1];
const FALSE: readonly unknown[] = [false, 'false', '0', 0];

/**
 * The fields of a request, wherever they stand: the body wins over the address. Null is absent, unknown fields are
 * ignored. A field has several spellings; the first one that is there counts, and the first one is named in errors.
 */
export class FaserfInput {
  readonly fields: Readonly<Record<string, unknown>>;

  /** @throws InvalidInputError when the body is JSON but no object */
  constructor(body: unknown, query: unknown) {
    if (body !== undefined && !isObject(body)) throw new InvalidInputError('The body must be a JSON object');
    this.fields = { ...(isObject(query) ? query : {}), ...withoutNulls(body ?? {}) };
  }

  /** @throws InvalidInputError `Missing a or b` unless all are there; a text must not be empty */
  require(...fields: (readonly string[])[]): void {
    const isLacking = fields.some((names) => this.raw(names) === undefined || this.raw(names) === '');
    if (isLacking) throw missing(fields.map(([name = '']) => name));
  }

  raw(names: readonly string[]): unknown {
    for (const name of names) if (this.fields[name] !== undefined) return this.fields[name];
    return undefined;
  }

  /** Also a number, as a text. @throws InvalidInputError */
  text(...names: readonly string[]): string {
    return this.optionalText(...names) ?? fail(missing(names.slice(0, 1)));
  }

  optionalText(...names: readonly string[]): string | undefined {
    const value = this.raw(names);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    throw invalid(names[0] ?? '', 'must be a text');
  }

  /** Also as a text. @throws InvalidInputError */
  number(names: readonly string[], { least = -Infinity, most = Infinity } = {}): number | undefined {
    const value = this.raw(names);
    if (value === undefined || value === '') return undefined;
    const number = typeof value === 'string' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) throw invalid(names[0] ?? '', 'must be a number');
    if (number < least || number > most) throw invalid(names[0] ?? '', `must be ${range(least, most)}`);
    return number;
  }

  flag(...names: readonly string[]): boolean | undefined {
    const value = this.raw(names);
    if (value === undefined) return undefined;
    if (TRUE.includes(value)) return true;
    if (FALSE.includes(value)) return false;
    throw invalid(names[0] ?? '', 'must be true or false');
  }

  /** @throws InvalidInputError */
  list(name: string): unknown[] {
    const value = this.raw([name]);
    return Array.isArray(value) ? (value as unknown[]) : fail(invalid(name, 'must be a list'));
  }

  /** A list of objects, each to be read in its turn. @throws InvalidInputError */
  items(name: string): FaserfInput[] {
    return this.list(name).map((item) =>
      isObject(item) ? new FaserfInput(item, {}) : fail(invalid(name, 'must be a list of objects')),
    );
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withoutNulls = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const range = (least: number, most: number): string =>
  least === -Infinity ? `at most ${most}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;

function fail(error: InvalidInputError): never {
  throw error;
}
