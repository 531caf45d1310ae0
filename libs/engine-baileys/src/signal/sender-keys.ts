import { proto, type SignalKeyStore } from '@whiskeysockets/baileys';
import { fromBytes } from '../auth/binary-json.js';

interface StoredState {
  senderKeyId: number;
  /** Written by the library with plain JSON, so it comes back as `{ type: 'Buffer', data: [...] }`. */
  senderSigningKey: { public: { data: number[] } | Uint8Array };
}

/**
 * Whether this distribution of a group's sender key was taken in before. Taking it in again would add a second state
 * of the same key, and only the last five states are kept.
 * @param author the author's Signal address, `user.device`.
 */
export async function knowsSenderKey(
  keys: SignalKeyStore,
  { groupId, axolotlSenderKeyDistributionMessage: bytes }: proto.Message.ISenderKeyDistributionMessage,
  author: string,
): Promise<boolean> {
  if (!groupId || !bytes) return false;
  const dot = author.lastIndexOf('.');
  const name = `${groupId}::${author.slice(0, dot)}::${author.slice(dot + 1)}`;
  const record = (await keys.get('sender-key', [name]))[name];
  if (!record) return false;
  // The first byte is the version, the protobuf follows.
  const { id, signingKey } = proto.SenderKeyDistributionMessage.decode(bytes.slice(1));
  return statesOf(record).some(
    (state) => state.senderKeyId === id && Buffer.from(signingKey ?? []).equals(publicKeyOf(state)),
  );
}

/** The library keeps a sender key as JSON of its states. */
const statesOf = (record: Uint8Array): StoredState[] => fromBytes(record) as StoredState[];

const publicKeyOf = ({ senderSigningKey: { public: key } }: StoredState): Buffer =>
  Buffer.from(key instanceof Uint8Array ? key : key.data);
