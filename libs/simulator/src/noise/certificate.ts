import { proto } from 'baileys-codec/WAProto/index.js';
import { Curve } from 'baileys-codec/lib/Utils/crypto.js';
import type { KeyPair } from 'baileys-codec/lib/Types/Auth.js';

const DAY = 86_400;

export interface ServerIdentity {
  /** Noise static key of the service. */
  staticKey: KeyPair;
  /** Public half of the signing root, for a client that is told to trust it. */
  rootPublic: Uint8Array;
  /** Encoded CertChain: the payload of the server's hello. */
  certificate: Buffer;
}

/**
 * A correctly signed chain root → intermediate → leaf. The tested client does not verify the signatures, but it does
 * check their length and that the intermediate names serial 0 as its issuer; a client that verifies needs only the root.
 * @param now seconds since 1970
 */
export function makeServerIdentity(now: number): ServerIdentity {
  const { Details } = proto.CertChain.NoiseCertificate;
  const [root, middle, staticKey] = [Curve.generateKeyPair(), Curve.generateKeyPair(), Curve.generateKeyPair()];
  const issue = (signer: KeyPair, fields: proto.CertChain.NoiseCertificate.IDetails) => {
    const details = Details.encode({ notBefore: now - DAY, ...fields }).finish();
    return { details, signature: Curve.sign(signer.private, details) };
  };
  const chain = {
    intermediate: issue(root, { serial: 1, issuerSerial: 0, key: middle.public, notAfter: now + 3650 * DAY }),
    leaf: issue(middle, { serial: 2, issuerSerial: 1, key: staticKey.public, notAfter: now + 3650 * DAY }),
  };
  return {
    staticKey,
    rootPublic: root.public,
    certificate: Buffer.from(proto.CertChain.encode(chain).finish()),
  };
}
