import type { NoiseDoor } from './noise/noise-door.js';
import type { Clock } from './world/clock.js';
import type { World } from './world/world.js';

/** What operations act on. */
export interface SimulatorParts {
  readonly world: World;
  readonly door: NoiseDoor;
  /** Real time: limits of waits, lengths of outages. */
  readonly network: Clock;
}
