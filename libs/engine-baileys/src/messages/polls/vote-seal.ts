import { createHash, randomBytes } from 'node:crypto';
import { aesEncryptGCM, decryptPollVote, hmacSign, proto } from '@whiskeysockets/baileys';

/** Who votes in whose poll. Both addresses are part of the key, so it matters which of a person's two they are. */
export interface VoteParties {
  pollId: string;
  creator: string;
  voter: string;
}

const hashOf = (option: string): Buffer => createHash('sha256').update(option).digest();

/** Options travel as their hashes, encrypted with a key that only those who got the poll can make. */
export function sealVote(options: string[], secret: Uint8Array, parties: VoteParties): proto.Message.IPollEncValue {
  const { pollId, creator, voter } = parties;
  const sign = Buffer.concat([Buffer.from(`${pollId}${creator}${voter}Poll Vote`), Buffer.of(1)]);
  const key = hmacSign(sign, hmacSign(secret, new Uint8Array(32), 'sha256'), 'sha256');
  const plain = proto.Message.PollVoteMessage.encode({ selectedOptions: options.map(hashOf) }).finish();
  const encIv = randomBytes(12);
  return { encIv, encPayload: aesEncryptGCM(plain, key, encIv, Buffer.from(`${pollId}\0${voter}`)) };
}

/** The chosen options in words; `undefined` when the vote was sealed between other addresses or for another poll. */
export function openVote(
  vote: proto.Message.IPollEncValue,
  poll: { secret: Uint8Array; options: string[] },
  { pollId, creator, voter }: VoteParties,
): string[] | undefined {
  try {
    const { selectedOptions } = decryptPollVote(vote, {
      pollCreatorJid: creator,
      pollMsgId: pollId,
      pollEncKey: poll.secret,
      voterJid: voter,
    });
    const chosen = new Set((selectedOptions ?? []).map((hash) => Buffer.from(hash).toString('hex')));
    return poll.options.filter((option) => chosen.has(hashOf(option).toString('hex')));
  } catch {
    // The seal tells nothing but that this is not its key.
    return undefined;
  }
}
