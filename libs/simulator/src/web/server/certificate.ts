import { X509Certificate, createHash } from 'node:crypto';
import { selfSigned } from '../../tls/self-signed.js';

export interface ServerKey {
  /** PEM, for a TLS server. */
  key: string;
  cert: string;
  /** Base64 of the SHA-256 of the public key, as Chromium's list of excused keys wants it. */
  pin: string;
}

/** A key and a certificate that nobody vouches for: browsers accept it only where its pin is on their list. */
export function makeServerKey(host: string, now: number): ServerKey {
  const { certificate, privateKey } = selfSigned(host, now);
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return { key: privateKey, cert: certificate, pin: createHash('sha256').update(spki).digest('base64') };
}
