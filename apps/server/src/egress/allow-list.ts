import { InvalidInputError } from '@columba/core';
import { canonicalName, isNeverAllowedName } from './address-policy.js';

/** One address inside the own network that may be reached, written by the owner: host, port and the path's beginning. */
export interface AllowEntry {
  protocol: 'http:' | 'https:';
  hostname: string;
  port: string;
  /** `/` allows everything on that port. */
  pathPrefix: string;
  /** Certificate (PEM) that signs this host's, or is it; only for this entry. */
  ca?: string;
}

/**
 * Reads an entry such as `http://camera.lan:8080/snapshot`.
 * @throws InvalidInputError when it is no such address, or one that must never be reached.
 */
export function parseAllowEntry(text: string, ca?: string): AllowEntry {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password;
  if (!isPlain || url.search || url.hash)
    throw new InvalidInputError('An allowed address is http or https with host, port and path, and nothing else');
  if (isNeverAllowedName(url.hostname))
    throw new InvalidInputError('The Supervisor and metadata services can never be allowed');
  return {
    protocol: url.protocol as AllowEntry['protocol'],
    hostname: canonicalName(url.hostname),
    port: portOf(url),
    pathPrefix: url.pathname,
    ...(ca !== undefined && { ca }),
  };
}

/** The entry that opens `url`, if there is one. */
export function findEntry(entries: readonly AllowEntry[], url: URL): AllowEntry | undefined {
  return entries.find(
    (entry) =>
      entry.protocol === url.protocol &&
      entry.hostname === canonicalName(url.hostname) &&
      entry.port === portOf(url) &&
      isBelow(url.pathname, entry.pathPrefix),
  );
}

/** `/snap` opens `/snap` and `/snap/1`, not `/snapshot` and nothing that a server could read as a way up. */
function isBelow(pathname: string, prefix: string): boolean {
  if (prefix === '/') return true;
  if (/%2f|%5c|%25|\\|%00/i.test(pathname) || pathname.split('/').includes('..')) return false;
  return pathname === prefix || pathname.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');
