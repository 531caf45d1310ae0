import type { EventEmitter } from 'node:events';
import { Simulator } from '@columba/simulator';
import type { Arguments } from './arguments.js';
import { addDemoPeople } from './demo-people.js';

/**
 * Starts the simulator, prints one JSON line with its addresses, and stops it cleanly on SIGTERM or SIGINT.
 * @param signals where signals arrive, the process
 */
export async function run(
  { simulator, demo }: Arguments,
  signals: Pick<EventEmitter, 'once'>,
  print: (line: string) => void,
): Promise<void> {
  const sim = await Simulator.start(simulator);
  if (demo) await addDemoPeople(sim);
  const { waUrl, webDoor, controlUrl, token, seed } = sim;
  for (const signal of ['SIGTERM', 'SIGINT']) signals.once(signal, () => void sim.stop());
  print(JSON.stringify({ waUrl, webDoor, controlUrl, token, seed }));
}
