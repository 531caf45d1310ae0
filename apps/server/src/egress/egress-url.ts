import { isIP } from 'node:net';
import { canonicalName, isInsideName, isNeverAllowedName } from './address-policy.js';
import { findEntry, type AllowEntry } from './allow-list.js';
import { EgressRefusal } from './egress-refusal.js';

export interface Destination {
  url: URL;
  /** Set when the owner opened this address; then it may be inside the own network. */
  entry?: AllowEntry;
}

/**
 * What can be said of an address before anything is resolved. The URL parser has already turned decimal, octal, hex and
 * full-width spellings of IP addresses into the usual one.
 * @param permits whether a literal address may be connected to, without an entry
 * @throws EgressRefusal
 */
export function checkUrl(
  text: string,
  base: URL | undefined,
  allow: readonly AllowEntry[],
  permits: (address: string) => boolean,
): Destination {
  if (!URL.canParse(text, base?.href)) throw new EgressRefusal('not an address');
  const url = new URL(text, base);
  url.hash = '';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new EgressRefusal('scheme not allowed');
  if (url.username || url.password) throw new EgressRefusal('credentials in the address');
  if (isNeverAllowedName(url.hostname)) throw new EgressRefusal('name not allowed');
  const entry = findEntry(allow, url);
  if (entry) return { url, entry };
  const host = canonicalName(url.hostname);
  if (isInsideName(host) || (isIP(host) !== 0 && !permits(host))) throw new EgressRefusal('address not allowed');
  return { url };
}
