import { describe, expect, it } from '@jest/globals';
import type { SessionState, StateReason } from '@columba/core';
import { presentState } from './gajosu-state.presenter.js';

describe('presentState', () => {
  it.each([
    ['connected', undefined, 'CONNECTED'],
    ['starting', undefined, 'OPENING'],
    ['connecting', undefined, 'OPENING'],
    ['pairing', undefined, 'PAIRING'],
    ['reconnecting', 'connection_lost', 'TIMEOUT'],
    ['reconnecting', 'conflict', 'CONFLICT'],
    ['replaced', 'conflict', 'CONFLICT'],
    ['logged_out', 'unlinked', 'UNPAIRED'],
    ['stopped', 'qr_expired', 'UNPAIRED_IDLE'],
    ['stopped', 'requested', 'UNLAUNCHED'],
    ['banned', 'account_locked', 'TOS_BLOCK'],
    ['client_outdated', 'version_refused', 'DEPRECATED_VERSION'],
    ['failed', 'creds_unreadable', 'UNLAUNCHED'],
  ] satisfies [SessionState, StateReason | undefined, string][])('calls %s (%s) %s', (state, reason, name) => {
    expect(presentState(state, reason)).toBe(name);
  });
});
