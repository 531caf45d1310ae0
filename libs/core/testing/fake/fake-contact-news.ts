import { fact, type Contact } from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import type { FakeWorldState } from './fake-world-state.js';

/** Tells the devices of `to` that something about `contact` is different. */
export function tellContact(
  world: FakeWorldState,
  to: FakeAccount,
  contact: FakeAccount,
  change: Partial<Contact>,
  changed = Object.keys(change),
): void {
  const data = { contact: { ...contact.seenBy(to), ...change }, changed };
  const dedupe = ['contact', contact.jid, String(world.serial())];
  const told = fact('contact.updated', data, dedupe, { occurredAt: world.clock.now() });
  world.office.post(() => to.tell(told));
}

/** The accounts that share a conversation with this one. */
export function acquaintances(world: FakeWorldState, of: FakeAccount): FakeAccount[] {
  const known = world.conversationsOf(of).flatMap((conversation) => conversation.members());
  return [...new Set(known)].filter((account) => account !== of);
}
