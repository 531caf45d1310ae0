import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NoiseDoorState } from './noise/noise-door.js';
import type { WebDoorState } from './web/door.js';
import type { WorldState } from './world/world.js';

const FILE = 'simulator.json';
const FORMAT = 1;

export interface SimulatorState {
  format: typeof FORMAT;
  seed: string;
  world: WorldState;
  noise: NoiseDoorState;
  web?: WebDoorState;
}

/** Everything a restarted simulator needs so that linked clients go on with their sessions. Holds private keys. */
export class StateStore {
  #writing: Promise<void> = Promise.resolve();

  constructor(readonly directory: string) {}

  /** The saved state, or undefined when the directory has none. */
  async load(): Promise<SimulatorState | undefined> {
    const path = join(this.directory, FILE);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const state = JSON.parse(text, revive) as SimulatorState;
    if (state.format !== FORMAT) throw new Error(`${path} is of another format than this simulator reads`);
    return state;
  }

  /** Replaces the file as a whole: a crash leaves the old one. Saves run one after the other. */
  save(state: Omit<SimulatorState, 'format'>): Promise<void> {
    const text = JSON.stringify({ format: FORMAT, ...state } satisfies SimulatorState, replace);
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write(text));
    return this.#writing;
  }

  async #write(text: string): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    const path = join(this.directory, FILE);
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }
}

const MARK = '$bytes';

/** Buffers turn themselves into `{type, data}` before a replacer sees them, other byte arrays do not. */
function replace(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { [MARK]: Buffer.from(value).toString('base64') };
  if (isBufferJson(value)) return { [MARK]: Buffer.from(value.data).toString('base64') };
  return value;
}

function isBufferJson(value: unknown): value is { type: 'Buffer'; data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value;
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const bytes = (value as Record<string, unknown>)[MARK];
  return typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : value;
}
