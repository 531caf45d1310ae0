import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FaultRules } from '../../faults/fault-rules.js';
import { ManualClock } from '../../world/clock.js';
import { World } from '../../world/world.js';
import { NoiseDoor } from '../noise-door.js';
import { takeBundle } from './take-bundle.js';

const DEVICE = '15550000001:1';

describe('one-time keys', () => {
  const network = new ManualClock();
  let world: World;
  let door: NoiseDoor;
  beforeEach(() => {
    world = new World({ seed: 's', clock: new ManualClock(), receiptDelayMs: 0 });
    const faults = new FaultRules(world.log);
    door = new NoiseDoor(world, { host: '127.0.0.1', port: 0, faults, network, latencyMs: 0, receiptDelayMs: 0 });
    world.directory.ensure('15550000001');
    world.directory.link(DEVICE, 'noise');
    const key = Buffer.alloc(32);
    door.context.companions.add({
      id: DEVICE,
      noiseKey: key,
      identity: key,
      registration: Buffer.alloc(4),
      signedPreKey: { id: Buffer.alloc(3), value: key, signature: Buffer.alloc(64) },
      preKeys: new Map([1, 2, 3, 4, 5, 6].map((id) => [id, Buffer.of(id)])),
      bootstrapped: true,
      warned: false,
    });
  });
  afterEach(() => door.stop());

  it('are handed out once each, then the bundle goes without', () => {
    const ids = Array.from({ length: 7 }, () => takeBundle(door.context, DEVICE)?.preKey?.id);
    expect(ids).toEqual([1, 2, 3, 4, 5, 6, undefined]);
    expect(takeBundle(door.context, '15550000001:9')).toBeUndefined();
  });

  it('make the service ask for more, once, when few are left', () => {
    takeBundle(door.context, DEVICE);
    expect(world.deliveries.queue(DEVICE)).toEqual([]);
    takeBundle(door.context, DEVICE);
    takeBundle(door.context, DEVICE);
    expect(world.deliveries.queue(DEVICE)).toMatchObject([
      {
        errand: {
          kind: 'door',
          envelope: { stanza: { attrs: { type: 'encrypt' }, content: [{ tag: 'count', attrs: { value: '4' } }] } },
        },
      },
    ]);
  });
});
