/** Values of a golden that are not meant literally. */
const KINDS: Record<string, (value: unknown) => boolean> = {
  $any: () => true,
  $string: (value) => typeof value === 'string',
  $number: (value) => typeof value === 'number' && Number.isFinite(value),
  $boolean: (value) => typeof value === 'boolean',
  $array: (value) => Array.isArray(value),
  $object: (value) => isObject(value),
};
const PATTERN = '$match:';

export type Shapes = Readonly<Record<string, Json>>;
type Json = Record<string, unknown>;

/**
 * What of `actual` is not as a golden says; nothing when all is well. Objects have exactly the keys that are named, `key?`
 * may be missing, `"$open": true` lets others in. Also understood: `"$string"` and its like, `"$match:…"`, `{"$each": x}`,
 * `{"$contains": [x]}`, and `{"$shape": "name", …}`, a named object with some keys of its own.
 */
export function differences(actual: unknown, golden: unknown, shapes: Shapes, at = 'body'): string[] {
  if (typeof golden === 'string' && golden.startsWith('$')) return differsFromKind(actual, golden, at);
  if (Array.isArray(golden)) return differsFromList(actual, golden, shapes, at);
  if (isObject(golden)) return differsFromObject(actual, golden, shapes, at);
  return Object.is(actual, golden) ? [] : [`${at}: ${told(golden)} was expected, not ${told(actual)}`];
}

function differsFromKind(actual: unknown, golden: string, at: string): string[] {
  const isFine = golden.startsWith(PATTERN)
    ? typeof actual === 'string' && new RegExp(golden.slice(PATTERN.length), 'su').test(actual)
    : KINDS[golden]?.(actual);
  if (isFine === undefined) throw new Error(`There is no matcher ${golden}`);
  return isFine ? [] : [`${at}: ${golden} was expected, not ${told(actual)}`];
}

function differsFromList(actual: unknown, golden: readonly unknown[], shapes: Shapes, at: string): string[] {
  if (!Array.isArray(actual) || actual.length !== golden.length)
    return [`${at}: ${golden.length} items were expected, not ${told(actual)}`];
  return golden.flatMap((item, index) => differences(actual[index], item, shapes, `${at}[${index}]`));
}

function differsFromObject(actual: unknown, golden: Json, shapes: Shapes, at: string): string[] {
  if ('$each' in golden || '$contains' in golden) return differsFromCollection(actual, golden, shapes, at);
  const { $shape, $open, ...own } = golden;
  const base = typeof $shape === 'string' ? shapes[$shape] : {};
  if (!base) throw new Error(`There is no shape ${JSON.stringify($shape)}`);
  if (!isObject(actual)) return [`${at}: an object was expected, not ${told(actual)}`];
  const overridden = Object.keys(own).map((key) => key.replace(/\?$/, ''));
  const inherited = Object.entries(base).filter(([key]) => !overridden.includes(key.replace(/\?$/, '')));
  const wanted = Object.entries({ ...Object.fromEntries(inherited), ...own });
  const wrong = wanted.flatMap(([name, value]) => {
    const key = name.replace(/\?$/, '');
    if (key in actual) return differences(actual[key], value, shapes, `${at}.${key}`);
    return key === name ? [`${at}.${key} is missing`] : [];
  });
  const known = new Set(wanted.map(([name]) => name.replace(/\?$/, '')));
  const more = $open === true ? [] : Object.keys(actual).filter((key) => !known.has(key));
  return [...wrong, ...more.map((key) => `${at}.${key} is not expected`)];
}

function differsFromCollection(actual: unknown, golden: Json, shapes: Shapes, at: string): string[] {
  if (!Array.isArray(actual)) return [`${at}: a list was expected, not ${told(actual)}`];
  if ('$each' in golden)
    return actual.flatMap((item, index) => differences(item, golden['$each'], shapes, `${at}[${index}]`));
  const wanted = golden['$contains'] as unknown[];
  return wanted.flatMap((item) => {
    const tries = actual.map((one, index) => differences(one, item, shapes, `${at}[${index}]`));
    if (tries.some((wrong) => wrong.length === 0)) return [];
    const closest = tries.toSorted((a, b) => a.length - b.length)[0] ?? [];
    return [`${at} holds nothing like ${told(item)}: ${closest.join('; ')}`];
  });
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const told = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300);
