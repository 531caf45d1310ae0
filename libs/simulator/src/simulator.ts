import { randomBytes } from 'node:crypto';
import { ControlServer } from './control/control-server.js';
import { methodsOf, type SimulatorOperations } from './control/operations.js';
import { NoiseDoor } from './noise/noise-door.js';
import type { SimulatorParts } from './parts.js';
import { ManualClock, type Clock } from './world/clock.js';
import type { DeliveredHook } from './world/oracle.js';
import { RealClock } from './world/real-clock.js';
import { World } from './world/world.js';

export type DoorName = 'noise';

export interface SimulatorOptions {
  /** Decides LIDs, ids and generated content. */
  seed?: string | number;
  doors?: DoorName[];
  /** Port of the client side; a free one by default. */
  port?: number;
  controlPort?: number;
  /** Address to listen on; loopback by default. The control side always stays on loopback. */
  host?: string;
  /** Host to name in `waUrl`, when it differs from `host` (containers). */
  publicHost?: string;
  /** Directory to load the state from, when there is one, and to save it to at `stop` and by `save`. */
  state?: string;
  /** Constant delay of every frame to a client, in real milliseconds. Its event buffer needs it. */
  latencyMs?: number;
  /** Delay before receipts, in world milliseconds. */
  receiptDelayMs?: number;
  /** World time: real, real times a factor, or only moved by `clock.advance`. */
  clock?: 'real' | 'manual' | { scale: number };
}

export interface SimulatorHandle {
  /** For the client's `waWebSocketUrl`. */
  readonly waUrl: string;
  readonly controlUrl: string;
  /** Bearer token of the control API, new at every start. */
  readonly token: string;
  readonly seed: string;
  /** Runs `hook` at the instant a device's confirmation arrives, before anything else; returns its removal. */
  onDelivered(hook: DeliveredHook): () => void;
  /** Ends every connection and timer. */
  stop(): Promise<void>;
}

/** A running simulator: its addresses, and every control operation as a method. */
export type Simulator = SimulatorHandle & SimulatorOperations;

const LOOPBACK = '127.0.0.1';

async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const { host = LOOPBACK, latencyMs = 10, receiptDelayMs = 150 } = options;
  const seed = String(options.seed ?? 1);
  const network = new RealClock();
  const clock = makeClock(options.clock);
  const world = new World({ seed, clock, receiptDelayMs });
  const door = new NoiseDoor(world, { host, port: options.port ?? 0, network, latencyMs, receiptDelayMs });
  const parts: SimulatorParts = { world, door, network };
  const token = randomBytes(24).toString('base64url');
  const control = new ControlServer(parts, token);
  await door.start();
  const controlPort = await control.start(LOOPBACK, options.controlPort ?? 0);
  const handle: SimulatorHandle = {
    waUrl: `ws://${options.publicHost ?? host}:${door.listener.port}/ws/chat`,
    controlUrl: `http://${LOOPBACK}:${controlPort}`,
    token,
    seed,
    onDelivered: (hook) => world.oracle.onDelivered(hook),
    stop: async () => {
      await control.stop();
      await door.stop();
      clock.stop();
      network.stop();
    },
  };
  return Object.assign(handle, methodsOf(parts));
}

function makeClock(choice: SimulatorOptions['clock'] = 'real'): Clock {
  if (choice === 'manual') return new ManualClock();
  return new RealClock(choice === 'real' ? 1 : choice.scale);
}

/** Starts simulators. One per test file: `const sim = await Simulator.start({ seed })` … `await sim.stop()`. */
export const Simulator = { start };
