import { EgressRefusal } from './egress-refusal.js';

export type HeaderMap = Readonly<Record<string, string | string[] | undefined>>;

/** Headers that belong to the connection or name the host: a caller who sets them speaks to another server than was checked. */
const NOT_THE_CALLERS =
  /^(host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|content-length|accept-encoding|:.*)$/i;
const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The caller's own headers, without those that are the guard's.
 * @throws EgressRefusal for a name or value that is no header
 */
export function callerHeaders(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => !NOT_THE_CALLERS.test(name));
  for (const [name, value] of own)
    if (!FIELD_NAME.test(name) || !FIELD_VALUE.test(value)) throw new EgressRefusal('not a header');
  return Object.fromEntries(own);
}
