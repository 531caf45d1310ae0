import { proto } from 'baileys-codec/WAProto/index.js';
import type { ChannelPost } from '../world/channel-model.js';
import { stanza, type Stanza } from './stanza.js';

/** A post as a device of a follower gets it: from the channel, and not sealed. */
export function postStanza({ channel, id, serverId, text, at }: ChannelPost): Stanza {
  const said = proto.Message.encode({ conversation: text }).finish();
  return stanza(
    'message',
    { from: `${channel}@newsletter`, type: 'text', id, server_id: serverId, t: Math.floor(at / 1000) },
    [stanza('plaintext', {}, said)],
  );
}
