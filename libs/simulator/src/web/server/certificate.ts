import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bits, integer, objectId, octets, sequence, set, tagged, text, time } from './der.js';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const ALTERNATIVE_NAME = '2.5.29.17';
const VERSION_3 = 2;
const VALID = ['20200101000000Z', '20990101000000Z'] as const;

export interface ServerKey {
  /** PEM, for a TLS server. */
  key: string;
  cert: string;
  /** Base64 of the SHA-256 of the public key, as Chromium's list of excused keys wants it. */
  pin: string;
}

/** A self-signed certificate with a key of its own. Browsers accept it only where its pin is on their list. */
export function makeServerKey(host: string): ServerKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const algorithm = sequence(objectId(ECDSA_WITH_SHA256));
  const name = sequence(set(sequence(objectId(COMMON_NAME), text(host))));
  const unsigned = sequence(
    tagged(0xa0, integer(Buffer.from([VERSION_3]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(VALID[0]), time(VALID[1])),
    name,
    spki,
    tagged(0xa3, sequence(sequence(objectId(ALTERNATIVE_NAME), octets(sequence(tagged(0x82, Buffer.from(host))))))),
  );
  const certificate = sequence(unsigned, algorithm, bits(sign('sha256', unsigned, privateKey)));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(certificate),
    pin: createHash('sha256').update(spki).digest('base64'),
  };
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
