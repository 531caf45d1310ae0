import { FakeDelivery } from './fake-delivery.js';
import { FakeLinking } from './fake-linking.js';
import { FakeWorldState } from './fake-world-state.js';

/** The world with what moves in it. Engines and phones know this much of it. */
export class FakeNetwork extends FakeWorldState {
  readonly delivery = new FakeDelivery(this);
  readonly linking = new FakeLinking(this);
}
