import { proto } from 'baileys-codec/WAProto/index.js';
import { aesEncryptGCM, hkdf } from 'baileys-codec/lib/Utils/crypto.js';
import { randomBytes } from 'node:crypto';
import { seconds } from '../../world/clock.js';
import { accountOf, type DeviceId, type MessageKey } from '../../world/ids.js';
import type { DoorContext } from '../context.js';
import type { MediaRef } from '../media/phone-media.js';
import { child, stanza, type DoorEnvelope, type Stanza } from '../stanza.js';

const { ResultType } = proto.MediaRetryNotification;
const LABEL = 'mediaretry';

/** A device found a file gone and asks its own phone, which uploads it again and says where, or that it cannot. */
export function routeMediaRetry(context: DoorContext, by: DeviceId, node: Stanza): void {
  const { world, jids, media } = context;
  const { id = '' } = node.attrs;
  const asked = child(node, 'rmr');
  const own = accountOf(by);
  const { jid = '', participant = '', from_me: fromMe } = asked?.attrs ?? {};
  const group = jids.chat(jid);
  const other = jids.account(jid);
  const sender = fromMe === 'true' ? own : jids.account(group === undefined ? jid : participant);
  if (!asked || sender === undefined) return;
  const key = world.messages.key(sender, group ?? (sender === own ? (other ?? own) : own), id);
  world.log.append('media.asked', { device: by, key });
  const content = world.messages.find(key)?.content;
  const ref = content && 'file' in content ? media.uploadAgain(key, content.file) : undefined;
  const answer = ref ? sealed(key, ref) : stanza('error', { code: ResultType.NOT_FOUND });
  const attrs = { from: jids.of(own, 'pn'), type: LABEL, id, t: seconds(world.clock) };
  const envelope: DoorEnvelope = { stanza: stanza('notification', attrs, [answer, asked]) };
  world.deliveries.enqueue(by, { kind: 'door', label: LABEL, envelope });
}

/** Only who has the key of the file can read where it lies now. */
function sealed({ id }: MessageKey, { mediaKey, directPath }: MediaRef): Stanza {
  const said = { stanzaId: id, directPath, result: ResultType.SUCCESS };
  const plain = proto.MediaRetryNotification.encode(said).finish();
  const iv = randomBytes(12);
  const key = hkdf(mediaKey, 32, { info: 'WhatsApp Media Retry Notification' });
  return stanza('encrypt', {}, [
    stanza('enc_p', {}, aesEncryptGCM(plain, key, iv, Buffer.from(id))),
    stanza('enc_iv', {}, iv),
  ]);
}
