import type { SessionState, StateReason } from '@columba/core';

/** Why a browser is given up. */
export type End =
  | 'browser_lost'
  | 'page_crashed'
  | 'silent'
  | 'not_ready'
  | 'not_reconnected'
  | 'conflict'
  | 'unlinked'
  | 'banned'
  | 'outdated'
  | 'qr_expired'
  | 'stopped';

/** How long to wait before the next browser, see `end-policy.ts`. */
export type Pace = 'network' | 'conflict';

/** Nothing more is tried until a person acts. */
export interface Rest {
  kind: 'rest';
  state: SessionState;
  reason?: StateReason;
  /** The link is worthless from now on. */
  archive?: true;
  detail?: string;
}

export type Action = { kind: 'retry'; pace: Pace; reason: StateReason } | Rest;

/** Every way a browser ends and what follows; the same words as for other engines. */
export const ENDS: Readonly<Record<End, Action>> = {
  browser_lost: { kind: 'retry', pace: 'network', reason: 'connection_lost' },
  page_crashed: { kind: 'retry', pace: 'network', reason: 'connection_lost' },
  silent: { kind: 'retry', pace: 'network', reason: 'silent' },
  not_ready: { kind: 'retry', pace: 'network', reason: 'silent' },
  not_reconnected: { kind: 'retry', pace: 'network', reason: 'connection_lost' },
  conflict: { kind: 'retry', pace: 'conflict', reason: 'conflict' },
  unlinked: {
    kind: 'rest',
    state: 'logged_out',
    reason: 'unlinked',
    archive: true,
    detail: 'The phone unlinked this device',
  },
  banned: { kind: 'rest', state: 'banned', reason: 'account_locked' },
  outdated: {
    kind: 'rest',
    state: 'client_outdated',
    reason: 'version_refused',
    detail: 'WhatsApp no longer accepts this version of the browser or of the page',
  },
  qr_expired: { kind: 'rest', state: 'stopped', reason: 'qr_expired', detail: 'Nobody scanned the QR in time' },
  stopped: { kind: 'rest', state: 'stopped', reason: 'requested' },
};
