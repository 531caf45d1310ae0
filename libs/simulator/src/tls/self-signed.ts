import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const DAY_MS = 86_400_000;

/** Both in PEM. */
export interface Certificate {
  certificate: string;
  privateKey: string;
}

const enum Tag {
  Boolean = 0x01,
  Integer = 0x02,
  BitString = 0x03,
  OctetString = 0x04,
  Utf8 = 0x0c,
  Time = 0x17,
  Sequence = 0x30,
  Set = 0x31,
  Version = 0xa0,
  Extensions = 0xa3,
  DnsName = 0x82,
  IpAddress = 0x87,
}

/** Object identifiers, already encoded. */
const ECDSA_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const ALTERNATIVE_NAMES = Buffer.from('0603551d11', 'hex');
const TRUE = der(Tag.Boolean, Buffer.from([0xff]));

/**
 * A certificate that a loopback server signs itself; whoever is to trust it is handed the certificate. Node has no maker
 * of certificates, so it is written out here in DER.
 * @param host an IPv4 address or a name
 * @param now milliseconds since 1970; valid from a day before, for ten years
 */
export function selfSigned(host: string, now: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(ECDSA_SHA256);
  const name = sequence(der(Tag.Set, sequence(COMMON_NAME, der(Tag.Utf8, Buffer.from('Simulated media host')))));
  const content = sequence(
    der(Tag.Version, der(Tag.Integer, Buffer.from([2]))),
    der(Tag.Integer, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(now - DAY_MS), time(now + 3650 * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      Tag.Extensions,
      sequence(
        sequence(BASIC_CONSTRAINTS, TRUE, der(Tag.OctetString, sequence(TRUE))),
        sequence(ALTERNATIVE_NAMES, der(Tag.OctetString, sequence(nameOf(host), nameOf('localhost')))),
      ),
    ),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', content, privateKey)]);
  return {
    certificate: pem(sequence(content, algorithm, der(Tag.BitString, signature))),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Tag, length, value. */
function der(tag: Tag, value: Buffer): Buffer {
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(Tag.Sequence, Buffer.concat(parts));
}

/** `YYMMDDhhmmssZ`. */
function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return der(Tag.Time, Buffer.from(digits.slice(2)));
}

function nameOf(host: string): Buffer {
  const numbers = host.split('.').map(Number);
  const isAddress = numbers.length === 4 && numbers.every((part) => part >= 0 && part < 256);
  return isAddress ? der(Tag.IpAddress, Buffer.from(numbers)) : der(Tag.DnsName, Buffer.from(host));
}

const pem = (bytes: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replaceAll(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
