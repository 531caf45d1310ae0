import { describe, expect, it } from '@jest/globals';
import { DISCONNECTS, rowOf, type Disconnect } from './disconnects.js';

const end = (code: number | undefined, message = '', attrs: Record<string, string> = {}): Disconnect => ({
  message,
  attrs,
  ...(code === undefined ? {} : { code }),
});

/** Each form in which a connection ends, and the row that has to decide. */
const CASES: [string, Disconnect, object][] = [
  [
    'storage refused a write',
    { ...end(undefined), storage: 'storage_error' },
    { kind: 'retry', pace: 'network', reason: 'storage_error' },
  ],
  [
    'the disk is full',
    { ...end(undefined), storage: 'disk_full' },
    { kind: 'retry', pace: 'network', reason: 'disk_full' },
  ],
  [
    'a passkey is demanded',
    end(400, 'Connection Failure', { reason: '400', message: 'passkey_required' }),
    { kind: 'rest', state: 'passkey_required' },
  ],
  [
    'unlinked on the phone',
    end(401, 'Stream Errored (conflict)', { tag: 'conflict', type: 'device_removed' }),
    { kind: 'rest', state: 'logged_out', reason: 'unlinked', archive: true },
  ],
  [
    'login refused as unlinked',
    end(401, 'Connection Failure', { reason: '401' }),
    { kind: 'rest', state: 'logged_out', reason: 'unlinked', archive: true },
  ],
  [
    '401 for another reason',
    end(401, 'Stream Errored (unknown)'),
    { kind: 'retry_once', reason: 'connection_lost', otherwise: { state: 'logged_out', archive: true } },
  ],
  [
    '402 temporary ban',
    end(402, 'Connection Failure', { expire: '60' }),
    { kind: 'rest', state: 'banned', reason: 'temporary', temporary: true },
  ],
  ['403 locked or banned', end(403, 'Connection Failure'), { kind: 'rest', state: 'banned', reason: 'account_locked' }],
  [
    '405 client outdated',
    end(405, 'Connection Failure'),
    { kind: 'refresh_version', otherwise: { state: 'client_outdated', reason: 'version_refused' } },
  ],
  [
    '411 multi-device mismatch',
    end(411, 'Multi-device beta not joined'),
    { kind: 'rest', state: 'failed', reason: 'multidevice_mismatch' },
  ],
  [
    '440 another client took the session',
    end(440, 'Stream Errored (conflict)', { tag: 'conflict', type: 'replaced' }),
    { kind: 'retry', pace: 'conflict', reason: 'conflict' },
  ],
  [
    '515 restart required',
    end(515, 'Stream Errored (restart required)'),
    { kind: 'retry', pace: 'now', reason: 'restart_required' },
  ],
  [
    '408 nobody scanned the QR',
    end(408, 'QR refs attempts ended'),
    { kind: 'rest', state: 'stopped', reason: 'qr_expired' },
  ],
  [
    '408 nothing was heard for too long',
    end(408, 'Connection was lost'),
    { kind: 'retry', pace: 'network', reason: 'silent' },
  ],
  [
    'the network failed',
    end(428, 'Connection Terminated'),
    { kind: 'retry', pace: 'network', reason: 'connection_lost' },
  ],
  [
    'the network failed',
    end(408, 'WebSocket Error (connect ECONNREFUSED)'),
    { kind: 'retry', pace: 'network', reason: 'connection_lost' },
  ],
  [
    'the network failed',
    end(500, 'WebSocket Error (socket hang up)'),
    { kind: 'retry', pace: 'network', reason: 'connection_lost' },
  ],
  [
    'the server is in trouble',
    end(500, 'Stream Errored (unknown)'),
    { kind: 'retry', pace: 'server', reason: 'server_error' },
  ],
  [
    'the server is in trouble',
    end(503, 'Connection Failure'),
    { kind: 'retry', pace: 'server', reason: 'server_error' },
  ],
  ['anything else', end(undefined), { kind: 'retry', pace: 'network', reason: 'connection_lost' }],
  ['anything else', end(418, 'Connection Failure'), { kind: 'retry', pace: 'network', reason: 'connection_lost' }],
];

describe('the table of disconnects', () => {
  it.each(CASES)('%s', (name, disconnect, action) => {
    const row = rowOf(disconnect);
    expect(row.name).toBe(name);
    expect(row.action).toMatchObject(action);
  });

  it('has a test for every row', () => {
    expect(new Set(CASES.map(([name]) => name))).toEqual(new Set(DISCONNECTS.map(({ name }) => name)));
  });

  it('gives up the identity only when the phone unlinked it', () => {
    const archiving = DISCONNECTS.filter(({ action }) => JSON.stringify(action).includes('"archive"'));
    expect(archiving.map(({ name }) => name)).toEqual([
      'unlinked on the phone',
      'login refused as unlinked',
      '401 for another reason',
    ]);
  });
});
