import type { Lack } from '@columba/core/contract';

/** What the simulator cannot stage yet, or what another feature of the engine would be needed for. */
export const LACKS: readonly Lack[] = [];
