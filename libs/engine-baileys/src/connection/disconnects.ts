import type { SessionState, StateReason } from '@columba/core';

/** Why a connection ended, as far as it is known. */
export interface Disconnect {
  /** WhatsApp's or the library's number; absent when something failed that has none. */
  code?: number;
  message: string;
  /** What WhatsApp said with it: the attributes of its last stanza. */
  attrs: Readonly<Record<string, string>>;
  /** Our own storage refused a write. */
  storage?: 'disk_full' | 'storage_error';
}

/** How long to wait before the next connection, see `disconnect-policy.ts`. */
export type Pace = 'now' | 'network' | 'server' | 'conflict';

export type Action =
  | { kind: 'retry'; pace: Pace; reason: StateReason }
  /** One more try; if it ends the same way, as in `otherwise`. */
  | { kind: 'retry_once'; pace: Pace; reason: StateReason; otherwise: Rest }
  /** Asks for a newer version once, then as in `otherwise`. */
  | { kind: 'refresh_version'; otherwise: Rest }
  | Rest;

/** Nothing more is tried until a person acts, or until `until`. */
export interface Rest {
  kind: 'rest';
  state: SessionState;
  reason?: StateReason;
  /** The identity is worthless from now on. */
  archive?: true;
  /** WhatsApp says when it ends. */
  temporary?: true;
  detail?: string;
}

export interface Row {
  name: string;
  matches: (end: Disconnect) => boolean;
  action: Action;
}

const code =
  (...codes: number[]) =>
  (end: Disconnect): boolean =>
    end.code !== undefined && codes.includes(end.code);

const UNLINKED: Rest = {
  kind: 'rest',
  state: 'logged_out',
  reason: 'unlinked',
  archive: true,
  detail: 'The phone unlinked this device',
};

/** Every way a connection ends and what follows. The first row that matches decides. */
export const DISCONNECTS: readonly Row[] = [
  {
    name: 'storage refused a write',
    matches: (end) => end.storage === 'storage_error',
    action: { kind: 'retry', pace: 'network', reason: 'storage_error' },
  },
  {
    name: 'the disk is full',
    matches: (end) => end.storage === 'disk_full',
    action: { kind: 'retry', pace: 'network', reason: 'disk_full' },
  },
  {
    name: 'a passkey is demanded',
    matches: (end) => /passkey/i.test([end.message, ...Object.entries(end.attrs).flat()].join(' ')),
    action: {
      kind: 'rest',
      state: 'passkey_required',
      detail: 'WhatsApp asks for a passkey to link this device; link on the phone without one, or with another account',
    },
  },
  {
    name: 'unlinked on the phone',
    matches: (end) => end.attrs.type === 'device_removed',
    action: UNLINKED,
  },
  {
    name: 'login refused as unlinked',
    matches: (end) => end.code === 401 && end.message === 'Connection Failure',
    action: UNLINKED,
  },
  {
    name: '401 for another reason',
    matches: code(401),
    action: { kind: 'retry_once', pace: 'network', reason: 'connection_lost', otherwise: UNLINKED },
  },
  {
    name: '402 temporary ban',
    matches: code(402),
    action: { kind: 'rest', state: 'banned', reason: 'temporary', temporary: true },
  },
  {
    name: '403 locked or banned',
    matches: code(403),
    action: { kind: 'rest', state: 'banned', reason: 'account_locked' },
  },
  {
    name: '405 client outdated',
    matches: code(405),
    action: {
      kind: 'refresh_version',
      otherwise: {
        kind: 'rest',
        state: 'client_outdated',
        reason: 'version_refused',
        detail: 'WhatsApp no longer accepts this version of the client',
      },
    },
  },
  {
    name: '411 multi-device mismatch',
    matches: code(411),
    action: {
      kind: 'rest',
      state: 'failed',
      reason: 'multidevice_mismatch',
      detail: 'The phone does not support linked devices of this kind',
    },
  },
  {
    name: '440 another client took the session',
    matches: code(440),
    action: { kind: 'retry', pace: 'conflict', reason: 'conflict' },
  },
  {
    name: '515 restart required',
    matches: code(515),
    action: { kind: 'retry', pace: 'now', reason: 'restart_required' },
  },
  {
    name: '408 nobody scanned the QR',
    matches: (end) => end.code === 408 && /QR refs/.test(end.message),
    action: { kind: 'rest', state: 'stopped', reason: 'qr_expired', detail: 'Nobody scanned the QR in time' },
  },
  {
    name: '408 nothing was heard for too long',
    matches: (end) => end.code === 408 && end.message === 'Connection was lost',
    action: { kind: 'retry', pace: 'network', reason: 'silent' },
  },
  {
    name: 'the network failed',
    matches: (end) => code(428, 408)(end) || (end.code === 500 && end.message.startsWith('WebSocket Error')),
    action: { kind: 'retry', pace: 'network', reason: 'connection_lost' },
  },
  {
    name: 'the server is in trouble',
    matches: (end) => end.code !== undefined && end.code >= 500,
    action: { kind: 'retry', pace: 'server', reason: 'server_error' },
  },
  {
    name: 'anything else',
    matches: () => true,
    action: { kind: 'retry', pace: 'network', reason: 'connection_lost' },
  },
];

export function rowOf(end: Disconnect): Row {
  const row = DISCONNECTS.find(({ matches }) => matches(end));
  if (!row) throw new Error('The last row of the table matches everything');
  return row;
}
