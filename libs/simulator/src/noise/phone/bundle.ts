import { bytesOf, child, stanza, uint, type Stanza } from '../stanza.js';

export interface SignedPreKeyBytes {
  id: Buffer;
  value: Buffer;
  signature: Buffer;
}

/** What one needs to open a Signal session with a device. Ids are 3 bytes, keys 32 without type byte. */
export interface PreKeyBundle {
  registration: Buffer;
  identity: Buffer;
  signedPreKey: SignedPreKeyBytes;
  /** One-time key; absent when the device ran out of them. */
  preKey?: { id: number; value: Buffer };
}

export function readSignedPreKey(node: Stanza | undefined): SignedPreKeyBytes {
  return {
    id: bytesOf(child(node, 'id')),
    value: bytesOf(child(node, 'value')),
    signature: bytesOf(child(node, 'signature')),
  };
}

export const signedPreKeyNode = ({ id, value, signature }: SignedPreKeyBytes): Stanza =>
  stanza('skey', {}, [stanza('id', {}, id), stanza('value', {}, value), stanza('signature', {}, signature)]);

export const KEY_TYPE = Buffer.from([5]);

/** The children of `<user>` in the answer to a key request. */
export function bundleNodes({ registration, identity, signedPreKey, preKey }: PreKeyBundle): Stanza[] {
  const key = preKey && [stanza('key', {}, [stanza('id', {}, uint(preKey.id, 3)), stanza('value', {}, preKey.value)])];
  return [
    stanza('registration', {}, registration),
    stanza('type', {}, KEY_TYPE),
    stanza('identity', {}, identity),
    signedPreKeyNode(signedPreKey),
    ...(key ?? []),
  ];
}
