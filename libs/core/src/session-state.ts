import { ConflictError } from './errors.js';

export const SESSION_STATES = [
  'stopped',
  'starting',
  'pairing',
  'connecting',
  'connected',
  'reconnecting',
  'logged_out',
  'replaced',
  'banned',
  'client_outdated',
  'passkey_required',
  'failed',
] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** Why a session is in its state. Texts for people stand beside it in `detail`, never instead of it. */
export const STATE_REASONS = [
  'requested',
  'qr_expired',
  'connection_lost',
  'silent',
  'server_error',
  'restart_required',
  'conflict',
  'disk_full',
  'storage_error',
  'unlinked',
  'temporary',
  'account_locked',
  'version_refused',
  'multidevice_mismatch',
  'creds_unreadable',
  'pairing_refused',
  'engine_crashed',
  'crash_loop',
  'switched_engine',
] as const;
export type StateReason = (typeof STATE_REASONS)[number];

export interface StateChange {
  state: SessionState;
  reason?: StateReason;
  /** A sentence for a person. */
  detail?: string;
  /** When a temporary state ends, where WhatsApp says so. */
  until?: Date;
}

/** Any state may be stopped, and any resting state started; the rest is the course of a connection. */
const NEXT: Record<SessionState, readonly SessionState[]> = {
  stopped: ['starting'],
  starting: ['pairing', 'connecting', 'failed', 'passkey_required'],
  pairing: ['connecting', 'reconnecting', 'passkey_required', 'client_outdated', 'banned', 'failed', 'logged_out'],
  connecting: [
    'connected',
    'pairing',
    'reconnecting',
    'logged_out',
    'replaced',
    'banned',
    'client_outdated',
    'passkey_required',
    'failed',
  ],
  connected: ['reconnecting', 'connecting', 'logged_out', 'replaced', 'banned', 'client_outdated', 'failed'],
  reconnecting: [
    'connecting',
    'connected',
    'pairing',
    'logged_out',
    'replaced',
    'banned',
    'client_outdated',
    'passkey_required',
    'failed',
  ],
  logged_out: ['starting'],
  replaced: ['starting'],
  banned: ['starting', 'reconnecting'],
  client_outdated: ['starting'],
  passkey_required: ['starting'],
  failed: ['starting'],
};

/** States in which the session works by itself towards `connected`; sends are accepted and wait. */
const ACTIVE: readonly SessionState[] = ['starting', 'connecting', 'connected', 'reconnecting'];
/** States that only a person can end. */
const NEEDS_PERSON: readonly SessionState[] = [
  'logged_out',
  'replaced',
  'banned',
  'client_outdated',
  'passkey_required',
  'failed',
];

export const isActive = (state: SessionState): boolean => ACTIVE.includes(state);
export const needsPerson = (state: SessionState): boolean => NEEDS_PERSON.includes(state);

export function canFollow(from: SessionState, to: SessionState): boolean {
  return to === 'stopped' ? from !== 'stopped' : NEXT[from].includes(to);
}

/** Holds the state of one session and tells of each change once. */
export class SessionStateMachine {
  private held: StateChange = { state: 'stopped' };

  constructor(private readonly changed: (change: StateChange, previous: SessionState) => void) {}

  get current(): Readonly<StateChange> {
    return this.held;
  }

  /**
   * Enters a state. The same state with the same reason is no change and tells nothing.
   * @throws ConflictError when the transition table has no such step.
   */
  enter(change: StateChange): void {
    const previous = this.held;
    if (previous.state === change.state) {
      if (previous.reason === change.reason) return;
    } else if (!canFollow(previous.state, change.state)) {
      throw new ConflictError(`A session that is ${previous.state} cannot become ${change.state}`);
    }
    this.held = change;
    this.changed(change, previous.state);
  }
}
