import { proto } from 'baileys-codec/WAProto/index.js';
import { seconds } from '../../world/clock.js';
import { accountOf, type DeviceId, type PhoneNumber } from '../../world/ids.js';
import type { DoorContext } from '../context.js';
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
 * What a phone tells a freshly linked device: the app-state key, then the history. Inline payloads are used
 * throughout, so that no blob server is needed.
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
        initialHistBootstrapInlinePayload: deflated,
      },
    });
  }
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
