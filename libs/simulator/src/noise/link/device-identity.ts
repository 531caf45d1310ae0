import { createHmac } from 'node:crypto';
import { proto } from 'baileys-codec/WAProto/index.js';
import type { KeyPair } from 'baileys-codec/lib/Types/Auth.js';
import { Curve } from 'baileys-codec/lib/Utils/crypto.js';

/** Prefix of what an account signs for a companion (ADV protocol). */
const ACCOUNT_SIGNATURE = Buffer.from([6, 0]);

export interface DeviceIdentityRequest {
  /** The phone's identity key pair. */
  account: KeyPair;
  companionIdentity: Uint8Array;
  keyIndex: number;
  /** Shared through the QR text or the pairing code. */
  advSecret: Uint8Array;
  /** Seconds since 1970. */
  timestamp: number;
}

/** The encoded ADVSignedDeviceIdentityHMAC of `<pair-success>`: the phone vouches for the new device. */
export function signDeviceIdentity(request: DeviceIdentityRequest): Buffer {
  const { account, companionIdentity, keyIndex, advSecret, timestamp } = request;
  const details = proto.ADVDeviceIdentity.encode({ rawId: 1, timestamp, keyIndex }).finish();
  const accountSignature = Curve.sign(account.private, Buffer.concat([ACCOUNT_SIGNATURE, details, companionIdentity]));
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: account.public,
    accountSignature,
  }).finish();
  const hmac = createHmac('sha256', advSecret).update(signed).digest();
  return Buffer.from(proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac }).finish());
}
