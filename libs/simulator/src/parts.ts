import type { FaultRules } from './faults/fault-rules.js';
import type { NoiseDoor } from './noise/noise-door.js';
import type { Clock } from './world/clock.js';
import type { WebDoor } from './web/door.js';
import type { World } from './world/world.js';

/** What operations act on. */
export interface SimulatorParts {
  readonly seed: string;
  readonly world: World;
  readonly door: NoiseDoor;
  /** Absent when the simulator was started without it. */
  readonly web: WebDoor | undefined;
  readonly faults: FaultRules;
  /** Real time: limits of waits, lengths of outages. */
  readonly network: Clock;
  /** Saves the state to the directory, or to the one the simulator was started with. */
  save(directory?: string): Promise<void>;
  /** Takes over a saved state. Only an empty world can. */
  load(directory: string): Promise<void>;
}
