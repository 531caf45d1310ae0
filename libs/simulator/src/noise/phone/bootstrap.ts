import { proto } from 'baileys-codec/WAProto/index.js';
import { seconds } from '../../world/clock.js';
import { accountOf, type DeviceId, type PhoneNumber } from '../../world/ids.js';
import type { DoorContext } from '../context.js';
import { sealFile, sha256 } from '../media/media-seal.js';
import { stanza, type DoorEnvelope } from '../stanza.js';
import { historyParts } from './history.js';
import { shareOwn } from './own-sync.js';
import { requireBundle } from './take-bundle.js';

const { Type } = proto.Message.ProtocolMessage;

/** Errand label of the phone's messages to its own linked device. */
export const PEER = 'peer';
/** The same for history chunks, which are confirmed by a `hist_sync` receipt of their own. */
export const HISTORY = 'history';

/**
 * What a phone tells a freshly linked device: the app-state key, then the history. Inline payloads are used unless
 * files are wished for, so that clients need to know no media host.
 */
export async function bootstrap(context: DoorContext, device: DeviceId): Promise<void> {
  const account = accountOf(device);
  await shareOwn(context, account);
  await sendKey(context, device);
  for (const { deflated, ...part } of historyParts(context, account)) {
    await sendPeer(context, device, HISTORY, {
      type: Type.HISTORY_SYNC_NOTIFICATION,
      historySyncNotification: {
        ...part,
        syncType: part.syncType as unknown as proto.Message.HistorySyncType,
        ...(context.historyFiles.on && part.chunkOrder > 1
          ? uploaded(context, account, deflated)
          : { initialHistBootstrapInlinePayload: deflated }),
      },
    });
  }
}

/** A part of the history as a file, and what the device needs to fetch and open it. */
function uploaded({ world, mediaHost }: DoorContext, account: PhoneNumber, plain: Buffer) {
  const fileSha256 = sha256(plain);
  const mediaKey = Buffer.from(world.random.for('history-key', account, fileSha256.toString('hex')).hex(64), 'hex');
  const sealed = sealFile(plain, mediaKey, 'md-msg-hist');
  const fileEncSha256 = sha256(sealed);
  const directPath = `/v/history/${fileEncSha256.toString('base64url')}.enc?ccb=sim`;
  mediaHost.blobs.put(directPath, sealed);
  return { directPath, mediaKey, fileSha256, fileEncSha256, fileLength: plain.length };
}

/** The phone hands the key in use to all devices of the account. */
export async function shareKey(context: DoorContext, account: PhoneNumber): Promise<void> {
  for (const { id, kind } of context.world.directory.devicesOf(account))
    if (kind === 'noise') await sendKey(context, id);
}

function sendKey(context: DoorContext, device: DeviceId): Promise<void> {
  const key = context.appStates.keyOf(accountOf(device), context.world.clock.now());
  return sendPeer(context, device, PEER, {
    type: Type.APP_STATE_SYNC_KEY_SHARE,
    appStateSyncKeyShare: { keys: [key] },
  });
}

/** A protocol message from the account's phone to one of its own devices. */
async function sendPeer(
  context: DoorContext,
  device: DeviceId,
  label: string,
  protocolMessage: proto.Message.IProtocolMessage,
): Promise<void> {
  const { phones, jids, world } = context;
  const account = accountOf(device);
  const seal = { protocolMessage };
  const enc = await phones.of(account).seal(jids.ofDevice(device, 'lid'), seal, () => requireBundle(context, device));
  const id = `PEER${world.random.for('peer', device, world.deliveries.lastSeq).hex(16)}`;
  const attrs = { from: jids.of(account, 'pn'), id, t: seconds(world.clock), type: 'text', category: 'peer' };
  const envelope: DoorEnvelope = { stanza: stanza('message', attrs, [enc]) };
  world.deliveries.enqueue(device, { kind: 'door', label, envelope });
}
