import type { DeviceId } from '../../world/ids.js';
import type { DoorContext } from '../context.js';
import { HISTORY, PEER } from '../phone/bootstrap.js';

/** A client that never confirms must not be kept from opening for ever. Real milliseconds. */
const PATIENCE_MS = 3000;

/** Resolves once the device has confirmed the phone's first messages to it. */
export async function bootstrapped({ world, network, companions }: DoorContext, device: DeviceId): Promise<void> {
  const done = () =>
    companions.find(device)?.bootstrapped === true &&
    !world.deliveries
      .queue(device)
      .some(({ errand }) => errand.kind === 'door' && (errand.label === PEER || errand.label === HISTORY));
  if (done()) return;
  await new Promise<void>((resolve) => {
    const finish = () => {
      unfollow();
      timer.cancel();
      resolve();
    };
    const unfollow = world.log.follow(({ name }) => {
      if (name === 'queue.settled' && done()) finish();
    });
    const timer = network.after(PATIENCE_MS, finish);
  });
}
