import { expect } from '@jest/globals';
import { FEATURES } from '../../src/index.js';
import type { ContractSuite } from './suite.js';

/** The table itself; and whatever of it no other file has a behaviour for, so that each feature is counted. */
export function describeTable(suite: ContractSuite): void {
  suite.facet('capabilities', (facet) => {
    facet.behaviour('connection', 'the engine has the table that it was announced with', async (t) => {
      expect(t.engine.capabilities).toEqual(t.harness.capabilities);
    });
    facet.behaviour('connection', 'every limit and every refusal has its reason', async (t) => {
      for (const feature of FEATURES) {
        const capability = t.engine.capabilities[feature];
        if (capability.level === 'none') expect(capability.reason).not.toBe('');
        if (capability.level === 'partial') expect(Object.keys(capability.limits)).not.toEqual([]);
      }
    });
    // Nothing can be called for it: history fills the read model, and its tests are those of the storage.
    for (const feature of ['history.sync', 'channels.messages', 'locations.live'] as const)
      facet.behaviour(feature, 'is announced one way or the other', async (t) => {
        expect(t.engine.capabilities[feature].level).toBeDefined();
      });
  });
}
