import { createHmac } from 'node:crypto';

/** Turns anything that is about to be logged into something that may be logged. */
export type Scrub = (value: unknown) => unknown;

const SECRET_NAME =
  /token|secret|password|passphrase|authorization|cookie|api-?key|^(text|caption|body|content|vcard|qr|code|keys?|creds|credentials|private\w*|ciphertext|plaintext|emoji)$/i;
const ADDRESS = /\+?[\d.-]{5,}(?:[:_]\d+)*@(?:s\.whatsapp\.net|c\.us|lid|g\.us|newsletter|broadcast)/g;
const PHONE = /\+\d[\d ().-]{5,}\d|(?<![\w.-])\d{8,15}(?![\w-])/g;
const DEEPEST = 5;
const LONGEST = 2_000;

/**
 * Addresses and phone numbers become eight hex digits, the same for the same number under the same key, so that one
 * chat can be followed through a log that names nobody. Fields with telling names lose their value.
 */
export function scrubber(key: Uint8Array): Scrub {
  const pseudonym = (found: string) =>
    `~${createHmac('sha256', key).update(found.replace(/\D/g, '')).digest('hex').slice(0, 8)}`;
  const text = (value: string) => value.slice(0, LONGEST).replace(ADDRESS, pseudonym).replace(PHONE, pseudonym);

  const walk = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'bigint' || typeof value === 'symbol') return text(String(value));
    if (typeof value !== 'object' || value === null) return typeof value === 'function' ? '[function]' : value;
    if (value instanceof Date) return value.toISOString();
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (depth >= DEEPEST) return '[deeper]';
    if (value instanceof Error) return walk(plainError(value), depth + 1);
    if (Array.isArray(value)) return value.slice(0, 50).map((item) => walk(item, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [text(name), hidden(name, item) ?? walk(item, depth + 1)]),
    );
  };
  return (value) => walk(value, 0);
}

const hidden = (name: string, value: unknown): string | undefined =>
  SECRET_NAME.test(name) && value !== undefined && value !== null && typeof value !== 'boolean'
    ? '[hidden]'
    : undefined;

function plainError(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  // An error's `code` is a word such as ECONNREFUSED; under this name it passes the list above.
  const errorCode = 'code' in error ? String(error.code) : undefined;
  return { name, message, ...(errorCode && { errorCode }), stack, ...(cause !== undefined && { cause }) };
}
