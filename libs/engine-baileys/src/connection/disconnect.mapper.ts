import type { Disconnect } from './disconnects.js';

/** What the library passes on when a connection ends: an error with a number and with what WhatsApp said. */
export function toDisconnect(error: unknown): Disconnect {
  if (!(error instanceof Error)) return { message: '', attrs: {} };
  const end: Disconnect = { message: error.message, attrs: attrsIn(error) };
  const code = statusOf(error);
  if (code !== undefined) end.code = code;
  return end;
}

/** Our storage refused a write: SQLite and the system have their own words for a full disk. */
export function toStorageDisconnect(error: unknown): Disconnect {
  const storage = isDiskFull(error) ? 'disk_full' : 'storage_error';
  return { message: 'Storage refused a write', attrs: {}, storage };
}

/** The library's errors carry their number where Boom puts it. */
export function statusOf(error: Error): number | undefined {
  if (!('output' in error) || typeof error.output !== 'object' || error.output === null) return undefined;
  const status: unknown = 'statusCode' in error.output ? error.output.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** `data` is the reason's node, or the attributes of a failure. */
function attrsIn(error: Error): Record<string, string> {
  const data: unknown = 'data' in error ? error.data : undefined;
  if (typeof data !== 'object' || data === null) return {};
  const source: unknown = 'attrs' in data ? data.attrs : data;
  if (typeof source !== 'object' || source === null || source instanceof Error) return {};
  const tag: Record<string, string> = 'tag' in data && typeof data.tag === 'string' ? { tag: data.tag } : {};
  const texts = Object.entries(source).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { ...tag, ...Object.fromEntries(texts) };
}

function isDiskFull(error: unknown): boolean {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1)
    if (/ENOSPC|SQLITE_FULL/.test(`${'code' in inner ? String(inner.code) : ''} ${inner.message}`)) return true;
  return false;
}
