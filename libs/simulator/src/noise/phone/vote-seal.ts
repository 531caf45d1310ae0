import { createHash, randomBytes } from 'node:crypto';
import { proto } from 'baileys-codec/WAProto/index.js';
import { aesDecryptGCM, aesEncryptGCM, hmacSign } from 'baileys-codec/lib/Utils/crypto.js';

/** Who votes in whose poll; both by address, which are part of the key. */
export interface VoteParties {
  pollId: string;
  creator: string;
  voter: string;
}

const hashOf = (option: string): Buffer => createHash('sha256').update(option).digest();

function keyOf(secret: Uint8Array, { pollId, creator, voter }: VoteParties): Buffer {
  const sign = Buffer.concat([Buffer.from(`${pollId}${creator}${voter}Poll Vote`), Buffer.of(1)]);
  return hmacSign(sign, hmacSign(secret, new Uint8Array(32), 'sha256'), 'sha256');
}

const associated = ({ pollId, voter }: VoteParties): Buffer => Buffer.from(`${pollId}\0${voter}`);

/** A vote travels as hashes of the options, encrypted with a key that only holders of the poll can make. */
export function sealVote(options: string[], secret: Uint8Array, parties: VoteParties): proto.Message.IPollEncValue {
  const plain = proto.Message.PollVoteMessage.encode({ selectedOptions: options.map(hashOf) }).finish();
  const encIv = randomBytes(12);
  return { encIv, encPayload: aesEncryptGCM(plain, keyOf(secret, parties), encIv, associated(parties)) };
}

/** The options in words; undefined when the key is another one. */
export function openVote(
  { encPayload, encIv }: proto.Message.IPollEncValue,
  poll: { secret: Uint8Array; options: string[] },
  parties: VoteParties,
): string[] | undefined {
  if (!encPayload || !encIv) return undefined;
  let plain: Uint8Array;
  try {
    plain = aesDecryptGCM(encPayload, keyOf(poll.secret, parties), encIv, associated(parties));
  } catch {
    return undefined;
  }
  const chosen = proto.Message.PollVoteMessage.decode(plain).selectedOptions ?? [];
  const hashes = chosen.map((hash) => Buffer.from(hash).toString('hex'));
  return poll.options.filter((option) => hashes.includes(hashOf(option).toString('hex')));
}
