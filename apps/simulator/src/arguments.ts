import { parseArgs } from 'node:util';
import type { SimulatorOptions } from '@columba/simulator';

/** A command line that cannot be understood; the message is one line for the person who typed it. */
export class UsageError extends Error {}

export interface Arguments {
  simulator: SimulatorOptions;
  demo: boolean;
}

const OPTIONS = {
  seed: { type: 'string' },
  state: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'control-port': { type: 'string' },
  'public-host': { type: 'string' },
  web: { type: 'boolean' },
  'web-port': { type: 'string' },
  'latency-ms': { type: 'string' },
  demo: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function readArguments(args: string[]): Arguments {
  const values = parse(args);
  const simulator: SimulatorOptions = {};
  if (values.seed !== undefined) simulator.seed = values.seed;
  if (values.state !== undefined) simulator.state = values.state;
  if (values.host !== undefined) simulator.host = values.host;
  if (values['public-host'] !== undefined) simulator.publicHost = values['public-host'];
  if (values.port !== undefined) simulator.port = portOf('port', values.port);
  if (values.web) simulator.doors = ['noise', 'web'];
  if (values['web-port'] !== undefined) simulator.webPort = portOf('web-port', values['web-port']);
  if (values['latency-ms'] !== undefined) simulator.latencyMs = millisecondsOf('latency-ms', values['latency-ms']);
  if (values['control-port'] !== undefined) simulator.controlPort = portOf('control-port', values['control-port']);
  return { simulator, demo: values.demo ?? false };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    // Node explains at length after the first sentence.
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(
      `simulator: ${first}. Known: ${Object.keys(OPTIONS)
        .map((name) => `--${name}`)
        .join(' ')}`,
    );
  }
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`simulator: --${name} takes a port number (0 to 65535), not "${text}"`);
}

const LONGEST_LATENCY_MS = 60_000;

function millisecondsOf(name: string, text: string): number {
  const ms = Number(text);
  if (/^\d+$/.test(text) && ms <= LONGEST_LATENCY_MS) return ms;
  throw new UsageError(`simulator: --${name} takes milliseconds (0 to ${LONGEST_LATENCY_MS}), not "${text}"`);
}
