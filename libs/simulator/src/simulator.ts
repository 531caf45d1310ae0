import { randomBytes } from 'node:crypto';
import { autosave } from './autosave.js';
import { ControlServer } from './control/control-server.js';
import { methodsOf, type SimulatorOperations } from './control/operations.js';
import { FaultRules } from './faults/fault-rules.js';
import { NoiseDoor } from './noise/noise-door.js';
import type { SimulatorParts } from './parts.js';
import { StateStore, type SimulatorState } from './state-store.js';
import { WebDoor } from './web/door.js';
import { ManualClock, type Clock } from './world/clock.js';
import { WorldError } from './world/errors.js';
import type { WorldEvent } from './world/events.js';
import type { DeliveredHook } from './world/oracle.js';
import { RealClock } from './world/real-clock.js';
import { World } from './world/world.js';

export type DoorName = 'noise' | 'web';

export interface SimulatorOptions {
  /** Decides LIDs, ids and generated content. */
  seed?: string | number;
  /** Which clients can connect; `noise` by default. The web door takes a moment to start. */
  doors?: DoorName[];
  /** Port of the client side; a free one by default. */
  port?: number;
  /** Port of the simulated WhatsApp Web; a free one by default. */
  webPort?: number;
  controlPort?: number;
  mediaPort?: number;
  /** Address to listen on; loopback by default. The control side always stays on loopback. */
  host?: string;
  /** Host to name to clients, when it differs from `host` (containers). */
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
  /** What a browser needs to find the simulated WhatsApp Web; undefined without the web door. */
  readonly webDoor: WebDoorAddress | undefined;
  readonly controlUrl: string;
  /** Bearer token of the control API, new at every start. */
  readonly token: string;
  readonly seed: string;
  /** Where files lie, over HTTPS. */
  readonly mediaHost: SimulatedMediaHost;
  /** Runs `hook` at the instant a device's confirmation arrives, before anything else; returns its removal. */
  onDelivered(hook: DeliveredHook): () => void;
  /** Runs `hook` after every event of the world; returns its removal. */
  onEvent(hook: (event: WorldEvent) => void): () => void;
  /** Ends every connection and timer. */
  stop(): Promise<void>;
}

export interface WebDoorAddress {
  /** Arguments for Chromium, besides the caller's own. The library must not cache pages: `webVersionCache: { type: 'none' }`. */
  readonly launchArguments: readonly string[];
  readonly port: number;
}

export interface SimulatedMediaHost {
  /** `host:port`. */
  readonly address: string;
  /** PEM of its own certificate, for the agent of whoever is to trust it. */
  readonly certificate: string;
  /** Lays a file there; `path` begins with a slash. */
  put(path: string, bytes: Uint8Array, mimeType?: string): void;
  url(path: string): string;
}

/** A running simulator: its addresses, and every control operation as a method. */
export type Simulator = SimulatorHandle & SimulatorOperations;

const LOOPBACK = '127.0.0.1';

async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const store = options.state === undefined ? undefined : new StateStore(options.state);
  const saved = await store?.load();
  const parts = makeParts(options, String(options.seed ?? saved?.seed ?? 1), store, saved);
  const { world, network } = parts;
  const doors = startedDoors(parts, options.doors ?? ['noise']);
  const token = randomBytes(24).toString('base64url');
  const control = new ControlServer(parts, token);
  const stopDoors = async () => {
    for (const door of doors) await door.stop();
  };
  const controlPort = await startAll(doors, control, options.controlPort ?? 0).catch(async (error: unknown) => {
    await stopDoors();
    throw error;
  });
  const endAutosave = store ? autosave(world.log, network, () => parts.save()) : () => undefined;
  const stop = async () => {
    endAutosave();
    await control.stop();
    await stopDoors();
    world.clock.stop();
    network.stop();
    if (store) await parts.save();
  };
  let stopping: Promise<void> | undefined;
  const handle: SimulatorHandle = {
    waUrl: `ws://${options.publicHost ?? options.host ?? LOOPBACK}:${parts.door.listener.port}/ws/chat`,
    webDoor: parts.web && { launchArguments: parts.web.launchArguments(), port: parts.web.server.port },
    controlUrl: `http://${LOOPBACK}:${controlPort}`,
    token,
    seed: parts.seed,
    mediaHost: mediaHostOf(parts.door),
    onDelivered: (hook) => world.oracle.onDelivered(hook),
    onEvent: (hook) => world.log.follow(hook),
    stop: () => (stopping ??= stop()),
  };
  return Object.assign(handle, methodsOf(parts));
}

interface Door {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const startedDoors = ({ door, web }: SimulatorParts, names: DoorName[]): Door[] => [
  ...(names.includes('noise') ? [door] : []),
  ...(web ? [web] : []),
];

async function startAll(doors: Door[], control: ControlServer, port: number): Promise<number> {
  for (const door of doors) await door.start();
  return control.start(LOOPBACK, port);
}

function mediaHostOf({ context: { mediaHost } }: NoiseDoor): SimulatedMediaHost {
  const { address, certificate, blobs } = mediaHost;
  return {
    address,
    certificate,
    put: (path, bytes, mimeType) => blobs.put(path, bytes, mimeType),
    url: (path) => mediaHost.url(path),
  };
}

function makeParts(
  options: SimulatorOptions,
  seed: string,
  store: StateStore | undefined,
  saved: SimulatorState | undefined,
): SimulatorParts {
  const { host = LOOPBACK, port = 0, mediaPort = 0, latencyMs = 10, receiptDelayMs = 150 } = options;
  const network = new RealClock();
  const world = new World({ seed, clock: makeClock(options.clock, saved?.world.now), receiptDelayMs });
  const faults = new FaultRules(world.log);
  const door = new NoiseDoor(world, {
    host,
    port,
    mediaPort,
    ...(options.publicHost === undefined ? {} : { publicHost: options.publicHost }),
    faults,
    network,
    latencyMs,
    receiptDelayMs,
  });
  const web = options.doors?.includes('web')
    ? new WebDoor(world, {
        host,
        port: options.webPort ?? 0,
        publicHost: options.publicHost,
        faults,
        mediaFaults: door.context.mediaHost.faults,
        network,
        receiptDelayMs,
      })
    : undefined;
  const restore = (state: SimulatorState) => {
    world.restore(state.world);
    door.restore(state.noise);
    if (state.web) web?.restore(state.web);
  };
  if (saved) restore(saved);
  return {
    seed,
    world,
    door,
    web,
    faults,
    network,
    save: async (directory) => {
      const target = directory === undefined ? store : new StateStore(directory);
      if (!target) throw new WorldError('invalid_input', 'no directory: give one, or start with `state`');
      const browsers = web?.snapshot() ?? saved?.web;
      await target.save({ seed, world: world.snapshot(), noise: door.snapshot(), ...(browsers && { web: browsers }) });
    },
    load: async (directory) => {
      if (world.directory.accounts().length > 0)
        throw new WorldError('conflict', 'only an empty world can load a state');
      const state = await new StateStore(directory).load();
      if (!state) throw new WorldError('not_found', `no saved state in ${directory}`);
      restore(state);
    },
  };
}

/** @param start where saved world time stopped; a clock that follows real time goes on from now */
function makeClock(choice: SimulatorOptions['clock'] = 'real', start?: number): Clock {
  if (choice === 'manual') return new ManualClock(start);
  return new RealClock(choice === 'real' ? 1 : choice.scale);
}

/** Starts simulators. One per test file: `const sim = await Simulator.start({ seed })` … `await sim.stop()`. */
export const Simulator = { start };
