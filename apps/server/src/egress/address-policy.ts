import { BlockList, isIP } from 'node:net';

/** Ranges of IPv4 that are not the public internet (IANA's special-purpose registry, and addresses of cloud metadata). */
const INSIDE_IPV4: readonly [string, number][] = [
  ['0.0.0.0', 8], // this host
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['168.63.129.16', 32], // a cloud's host agent
  ['169.254.0.0', 16], // link-local, metadata
  ['172.16.0.0', 12], // holds 172.30.32.0/23, the Supervisor's own network
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** Parts of 2000::/3 that are not the public internet. */
const SPECIAL_IPV6: readonly [string, number][] = [
  ['2001::', 23], // protocol assignments, Teredo
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4 carries an IPv4 address
  ['3fff::', 20],
];

/** Addresses that hand out credentials or control the host: an allow-list entry does not open them. */
const NEVER: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['169.254.169.254', 32, 'ipv4'],
  ['169.254.170.2', 32, 'ipv4'],
  ['100.100.100.200', 32, 'ipv4'],
  ['168.63.129.16', 32, 'ipv4'],
  ['172.30.32.2', 32, 'ipv4'], // the Supervisor
  ['fd00:ec2::254', 128, 'ipv6'],
];

const insideV4 = new BlockList();
for (const [net, prefix] of INSIDE_IPV4) insideV4.addSubnet(net, prefix, 'ipv4');
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');
const specialV6 = new BlockList();
for (const [net, prefix] of SPECIAL_IPV6) specialV6.addSubnet(net, prefix, 'ipv6');
const never = new BlockList();
for (const [net, prefix, family] of NEVER) never.addSubnet(net, prefix, family);

/**
 * Whether an IP literal is on the public internet. IPv6 is refused unless it is global unicast, so every form that wraps
 * an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo) is out without being named.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !insideV4.check(address, 'ipv4');
    case 6:
      return globalV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
    default:
      return false;
  }
}

/** Whether an address that the owner's allow-list leads to may be reached: any but metadata and the Supervisor. */
export function isAllowableAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return false;
  // A mapped IPv4 address is checked against the IPv4 rules too; other wrappings have no business in a LAN.
  return !never.check(address, family === 4 ? 'ipv4' : 'ipv6') && !/^(64:ff9b:|2002:)/i.test(address);
}

/** Names that mean the machine itself, its supervisor or its cloud, whatever they resolve to. */
const INSIDE_NAMES = /^(localhost|.*\.localhost|supervisor|hassio|.*\.local\.hass\.io|metadata|metadata\..*)$/;
const NEVER_NAMES = /^(supervisor|hassio|.*\.local\.hass\.io|metadata|metadata\..*)$/;

export const isInsideName = (hostname: string): boolean => INSIDE_NAMES.test(canonicalName(hostname));
export const isNeverAllowedName = (hostname: string): boolean => NEVER_NAMES.test(canonicalName(hostname));

/** Lower case, without the dots of a fully qualified name and the brackets of an IPv6 literal. */
export function canonicalName(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/(?<!\.)\.+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
