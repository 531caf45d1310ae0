const TEXT_CHARACTERS = 256;
const LIST_BYTES = 1_000;

type Json = Record<string, unknown>;

/**
 * Makes a payload fit: first all texts but the message's own and all lists are shortened, then every `body` is
 * cut, the message's own and those of what stands inside. What was cut says `truncated: true`. A payload that fits is not touched.
 * @throws RangeError when it cannot be made to fit.
 */
export function fitPayload(payload: Json, maximumBytes: number): Json {
  if (bytesOf(payload) <= maximumBytes) return payload;
  const shorter = shorten({ ...payload, truncated: true }) as Json;
  cutBodies(shorter, maximumBytes);
  if (bytesOf(shorter) > maximumBytes) throw new RangeError(`The payload cannot be cut to ${maximumBytes} bytes`);
  return shorter;
}

/** Keeps as many whole characters of each body as fit. */
function cutBodies(payload: Json, maximumBytes: number): void {
  const holders = [payload, ...Object.values(payload).filter(isObject)].filter(hasBody);
  const bodies = holders.map((holder) => ({ holder, characters: Array.from(holder.body) }));
  const cutTo = (length: number) => {
    for (const { holder, characters } of bodies) holder.body = characters.slice(0, length).join('');
  };
  let fits = 0;
  let tooMany = Math.max(0, ...bodies.map(({ characters }) => characters.length)) + 1;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    cutTo(middle);
    if (bytesOf(payload) <= maximumBytes) fits = middle;
    else tooMany = middle;
  }
  cutTo(fits);
}

function shorten(value: unknown, key?: string): unknown {
  if (typeof value === 'string') return key === 'body' ? value : Array.from(value).slice(0, TEXT_CHARACTERS).join('');
  if (Array.isArray(value)) return firstOf(value);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shorten(inner, name)]));
}

/** Whole items only: half a vCard or half an address is worth nothing. */
function firstOf(items: readonly unknown[]): unknown[] {
  const kept: unknown[] = [];
  for (const item of items) {
    if (bytesOf([...kept, item]) > LIST_BYTES) break;
    kept.push(item);
  }
  return kept;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const hasBody = (value: Json): value is Json & { body: string } => typeof value['body'] === 'string';
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
