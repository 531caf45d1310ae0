import { describe, expect, it } from '@jest/globals';
import { ConflictError } from './errors.js';
import {
  SESSION_STATES,
  SessionStateMachine,
  canFollow,
  isActive,
  needsPerson,
  type SessionState,
  type StateChange,
} from './session-state.js';

/**
 * The table as a picture: rows from, columns to, in the order of SESSION_STATES
 * (stopped starting pairing connecting connected reconnecting logged_out replaced banned client_outdated
 * passkey_required failed). A path to each state, for the machine to walk, stands beside.
 */
const PICTURE: Record<SessionState, { steps: string; path: SessionState[] }> = {
  stopped: { steps: '.X..........', path: [] },
  starting: { steps: 'X.XX......XX', path: ['starting'] },
  pairing: { steps: 'X..X.XX.XXXX', path: ['starting', 'pairing'] },
  connecting: { steps: 'X.X.XXXXXXXX', path: ['starting', 'connecting'] },
  connected: { steps: 'X..X.XXXXX.X', path: ['starting', 'connecting', 'connected'] },
  reconnecting: { steps: 'X.XXX.XXXXXX', path: ['starting', 'connecting', 'reconnecting'] },
  logged_out: { steps: 'XX..........', path: ['starting', 'connecting', 'logged_out'] },
  replaced: { steps: 'XX..........', path: ['starting', 'connecting', 'replaced'] },
  banned: { steps: 'XX...X......', path: ['starting', 'connecting', 'banned'] },
  client_outdated: { steps: 'XX..........', path: ['starting', 'connecting', 'client_outdated'] },
  passkey_required: { steps: 'XX..........', path: ['starting', 'passkey_required'] },
  failed: { steps: 'XX..........', path: ['starting', 'failed'] },
};

const PAIRS = SESSION_STATES.flatMap((from) =>
  SESSION_STATES.map((to, column) => ({ from, to, allowed: PICTURE[from].steps[column] === 'X' })),
);

function machineIn(state: SessionState) {
  const told: { change: StateChange; previous: SessionState }[] = [];
  const machine = new SessionStateMachine((change, previous) => told.push({ change, previous }));
  for (const step of PICTURE[state].path) machine.enter({ state: step });
  told.length = 0;
  return { machine, told };
}

describe('the transition table', () => {
  it.each(PAIRS.filter(({ from, to }) => from !== to))('$from → $to: $allowed', ({ from, to, allowed }) => {
    expect(canFollow(from, to)).toBe(allowed);
  });

  it.each(PAIRS.filter(({ from, to, allowed }) => allowed && from !== to))('$from → $to is told', ({ from, to }) => {
    const { machine, told } = machineIn(from);
    machine.enter({ state: to, reason: 'requested', detail: 'why' });
    expect(machine.current).toEqual({ state: to, reason: 'requested', detail: 'why' });
    expect(told).toEqual([{ change: { state: to, reason: 'requested', detail: 'why' }, previous: from }]);
  });

  it.each(PAIRS.filter(({ from, to, allowed }) => !allowed && from !== to))(
    '$from → $to is refused and changes nothing',
    ({ from, to }) => {
      const { machine, told } = machineIn(from);
      expect(() => machine.enter({ state: to })).toThrow(ConflictError);
      expect(machine.current.state).toBe(from);
      expect(told).toEqual([]);
    },
  );
});

describe('the session state', () => {
  it('begins as stopped', () => {
    expect(machineIn('stopped').machine.current).toEqual({ state: 'stopped' });
  });

  it('does not tell the same state and reason twice, but a new reason', () => {
    const { machine, told } = machineIn('connecting');
    machine.enter({ state: 'reconnecting', reason: 'silent' });
    machine.enter({ state: 'reconnecting', reason: 'silent' });
    machine.enter({ state: 'reconnecting', reason: 'connection_lost' });
    expect(told.map(({ change, previous }) => [previous, change.reason])).toEqual([
      ['connecting', 'silent'],
      ['reconnecting', 'connection_lost'],
    ]);
  });

  it('is never at once active and in need of a person', () => {
    expect(SESSION_STATES.filter((state) => isActive(state) && needsPerson(state))).toEqual([]);
    expect(SESSION_STATES.filter(isActive)).toEqual(['starting', 'connecting', 'connected', 'reconnecting']);
    expect(SESSION_STATES.filter((state) => !isActive(state) && !needsPerson(state))).toEqual(['stopped', 'pairing']);
  });

  it('that needs a person can always be started and stopped', () => {
    for (const state of SESSION_STATES.filter(needsPerson)) {
      expect(canFollow(state, 'starting')).toBe(true);
      expect(canFollow(state, 'stopped')).toBe(true);
    }
  });
});
