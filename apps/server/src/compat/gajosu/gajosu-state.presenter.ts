import type { SessionState, StateReason } from '@columba/core';

/** WhatsApp Web's own names for the state of a connection, as this dialect documents them. */
export type WaState =
  | 'CONFLICT'
  | 'CONNECTED'
  | 'DEPRECATED_VERSION'
  | 'OPENING'
  | 'PAIRING'
  | 'PROXYBLOCK'
  | 'SMB_TOS_BLOCK'
  | 'TIMEOUT'
  | 'TOS_BLOCK'
  | 'UNLAUNCHED'
  | 'UNPAIRED'
  | 'UNPAIRED_IDLE';

const STATES: Record<SessionState, WaState> = {
  stopped: 'UNLAUNCHED',
  starting: 'OPENING',
  pairing: 'PAIRING',
  connecting: 'OPENING',
  connected: 'CONNECTED',
  reconnecting: 'TIMEOUT',
  logged_out: 'UNPAIRED',
  replaced: 'CONFLICT',
  banned: 'TOS_BLOCK',
  client_outdated: 'DEPRECATED_VERSION',
  passkey_required: 'UNPAIRED',
  failed: 'UNLAUNCHED',
};

/** Where the reason says more than the state. */
const REASONS: Partial<Record<StateReason, WaState>> = {
  conflict: 'CONFLICT',
  qr_expired: 'UNPAIRED_IDLE',
  unlinked: 'UNPAIRED',
  version_refused: 'DEPRECATED_VERSION',
};

export function presentState(state: SessionState, reason?: StateReason): WaState {
  if (state === 'connected') return 'CONNECTED';
  return (reason && REASONS[reason]) ?? STATES[state];
}
