import { Simulator } from '@columba/simulator';
import type { Arguments } from './arguments.js';
import { addDemoPeople } from './demo-people.js';

/** Starts the simulator, prints one JSON line, and stops it cleanly on SIGTERM or SIGINT. */
export async function run({ simulator, demo }: Arguments): Promise<void> {
  const sim = await Simulator.start(simulator);
  if (demo) await addDemoPeople(sim);
  const { waUrl, controlUrl, token, seed } = sim;
  console.log(JSON.stringify({ waUrl, controlUrl, token, seed }));
  const stop = () => void sim.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
