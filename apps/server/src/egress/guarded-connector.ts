import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { canonicalName } from './address-policy.js';
import { EgressRefusal } from './egress-refusal.js';

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export const systemResolve: Resolve = async (hostname) =>
  (await systemLookup(hostname, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

export interface ConnectorOptions {
  resolve: Resolve;
  /** Whether an IP literal may be connected to. */
  permits: (address: string) => boolean;
  connectTimeoutMs: number;
  ca?: string;
}

/**
 * Opens sockets only to addresses that were checked. The name is resolved once, inside the connect itself, and the socket
 * goes to that very answer: there is no second lookup whose answer could differ. A name with one bad address is refused
 * whole. Afterwards the socket's own word on its peer is checked too.
 */
export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  const { permits, ca } = options;
  const connect = buildConnector({
    lookup: checkedLookup(options),
    timeout: options.connectTimeoutMs,
    autoSelectFamily: true,
    ...(ca !== undefined && { ca }),
  });
  return (target, callback) => {
    const literal = canonicalName(target.hostname);
    if (isIP(literal) !== 0 && !permits(literal)) return callback(new EgressRefusal('address not allowed'), null);
    connect(target, (...[error, socket]: Parameters<buildConnector.Callback>) => {
      if (error || !socket) return callback(error ?? new EgressRefusal('no socket'), null);
      if (!permits(socket.remoteAddress ?? '')) {
        socket.destroy();
        return callback(new EgressRefusal('connected to an address that is not allowed'), null);
      }
      callback(null, socket);
    });
  };
}

function checkedLookup({ resolve, permits }: ConnectorOptions): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const first = addresses[0];
        if (!first || !addresses.every(({ address }) => permits(address)))
          return callback(new EgressRefusal('name leads to an address that is not allowed'), '');
        if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, ''),
    );
  };
}
