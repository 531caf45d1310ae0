import { describe, expect, it } from '@jest/globals';
import { isAllowableAddress, isInsideName, isPublicAddress } from './address-policy.js';

describe('isPublicAddress', () => {
  it.each([
    ['this host', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private 10', '10.0.0.1'],
    ['private 172.16', '172.16.0.1'],
    ['private 172.31', '172.31.255.255'],
    ['the Supervisor network', '172.30.32.1'],
    ['the Supervisor network, its end', '172.30.33.254'],
    ['private 192.168', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['carrier-grade NAT, its end', '100.127.255.255'],
    ['loopback', '127.0.0.1'],
    ['loopback, its end', '127.255.255.254'],
    ['link-local', '169.254.1.1'],
    ['metadata', '169.254.169.254'],
    ['a cloud host agent', '168.63.129.16'],
    ['protocol assignments', '192.0.0.192'],
    ['documentation', '203.0.113.7'],
    ['benchmarks', '198.19.0.1'],
    ['6to4 relay', '192.88.99.1'],
    ['multicast', '224.0.0.251'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['IPv6 unspecified', '::'],
    ['IPv6 loopback', '::1'],
    ['v4-mapped loopback', '::ffff:127.0.0.1'],
    ['v4-mapped loopback in hex', '::ffff:7f00:1'],
    ['v4-mapped, even of a public address', '::ffff:8.8.8.8'],
    ['v4-compatible', '::127.0.0.1'],
    ['v4-translated', '::ffff:0:7f00:1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['NAT64, local', '64:ff9b:1::7f00:1'],
    ['6to4', '2002:7f00:1::1'],
    ['Teredo', '2001:0:7f00:1::1'],
    ['documentation IPv6', '2001:db8::1'],
    ['new documentation IPv6', '3fff::1'],
    ['unique local', 'fd00::1'],
    ['metadata IPv6', 'fd00:ec2::254'],
    ['IPv6 link-local', 'fe80::1'],
    ['IPv6 link-local with a zone', 'fe80::1%lo'],
    ['site-local', 'fec0::1'],
    ['IPv6 multicast', 'ff02::1'],
    ['discard', '100::1'],
    ['segment routing', '5f00::1'],
    ['a name', 'example.org'],
    ['nothing', ''],
    ['decimal, not a usual spelling', '2130706433'],
  ])('refuses %s', (_what, address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '169.253.1.1'])(
    'lets %s through',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
  it.each(['2606:4700:4700::1111', '2a00:1450:4001::1', '2001:4860:4860::8888'])('lets %s through', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});

describe('isAllowableAddress', () => {
  it.each(['192.168.1.20', '127.0.0.1', '172.30.33.5', 'fd12::1', '::ffff:192.168.1.20', '93.184.216.34'])(
    'an entry opens %s',
    (address) => expect(isAllowableAddress(address)).toBe(true),
  );
  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    'fd00:ec2::254',
    '172.30.32.2',
    'fe80::1%lo',
    'camera',
  ])('no entry opens %s', (address) => expect(isAllowableAddress(address)).toBe(false));
});

describe('isInsideName', () => {
  it.each(['localhost', 'LOCALHOST.', 'a.localhost', 'supervisor', 'metadata.google.internal', 'core.local.hass.io'])(
    'knows %s',
    (name) => expect(isInsideName(name)).toBe(true),
  );
  it.each(['mylocalhost.example', 'metadatas.example', 'supervisor.example'])('leaves %s', (name) =>
    expect(isInsideName(name)).toBe(false),
  );
});
