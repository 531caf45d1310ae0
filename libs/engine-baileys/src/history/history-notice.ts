import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import type { HistoryPart } from '@columba/core';

type Notice = proto.Message.IHistorySyncNotification;

const { HistorySyncType } = proto.HistorySync;
const { Type } = proto.Message.ProtocolMessage;

const PARTS: Record<number, HistoryPart> = {
  [HistorySyncType.INITIAL_BOOTSTRAP]: 'initial',
  [HistorySyncType.RECENT]: 'recent',
  [HistorySyncType.FULL]: 'full',
  [HistorySyncType.PUSH_NAME]: 'names',
  [HistorySyncType.ON_DEMAND]: 'on_demand',
};

export const partOf = ({ syncType }: Notice): HistoryPart => PARTS[syncType ?? -1] ?? 'other';

/**
 * The same message between devices with nothing behind it. The library would load the whole history into memory; it is
 * shown an empty one, after which it does all that it does at the end of a history, and the real one is read by us.
 * @param padded a decrypted message with its padding
 * @returns the very same bytes for every other message
 */
export function withoutHistory(padded: Uint8Array): Uint8Array {
  const message = proto.Message.decode(unpadded(padded));
  const notice = message.protocolMessage?.historySyncNotification;
  if (!notice) return padded;
  const { syncType, chunkOrder, progress, peerDataRequestSessionId } = notice;
  const empty = proto.HistorySync.encode({ syncType: (syncType ?? 0) as number, progress: progress ?? null }).finish();
  const shown: Notice = { syncType: syncType ?? null, initialHistBootstrapInlinePayload: deflateSync(empty) };
  if (chunkOrder) shown.chunkOrder = chunkOrder;
  if (progress) shown.progress = progress;
  if (peerDataRequestSessionId) shown.peerDataRequestSessionId = peerDataRequestSessionId;
  const protocolMessage = { type: Type.HISTORY_SYNC_NOTIFICATION, historySyncNotification: shown };
  return Buffer.concat([proto.Message.encode({ protocolMessage }).finish(), ONE_BYTE]);
}

/** A message is padded with n bytes of the value n. */
const ONE_BYTE = Uint8Array.of(1);
const unpadded = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.length - (bytes.at(-1) ?? 0));
