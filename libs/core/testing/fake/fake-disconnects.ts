import type { StateChange } from '../../src/index.js';
import type { DisconnectCause } from '../disconnect-cause.js';

export const RETRY_MS = 1000;

interface AfterDisconnect {
  state: StateChange;
  /** Absent: no new attempt until somebody starts the session. */
  retryMs?: number;
  archive?: true;
}

export const AFTER_DISCONNECT: Record<DisconnectCause, AfterDisconnect> = {
  lost: { state: { state: 'reconnecting', reason: 'connection_lost' }, retryMs: RETRY_MS },
  server_error: { state: { state: 'reconnecting', reason: 'server_error' }, retryMs: 10_000 },
  restart: { state: { state: 'connecting', reason: 'restart_required' }, retryMs: 0 },
  replaced: { state: { state: 'replaced', reason: 'conflict' } },
  unlinked: { state: { state: 'logged_out', reason: 'unlinked' }, archive: true },
  temporary_ban: { state: { state: 'banned', reason: 'temporary' } },
  banned: { state: { state: 'banned', reason: 'account_locked' } },
  outdated: { state: { state: 'client_outdated', reason: 'version_refused' } },
  multidevice_mismatch: { state: { state: 'failed', reason: 'multidevice_mismatch' } },
};
