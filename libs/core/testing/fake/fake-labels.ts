import { fact, type Fact, type Label } from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import type { FakeWorldState } from './fake-world-state.js';

/** A label of this account is new or different: its devices hear of it. */
export function setLabel(world: FakeWorldState, account: FakeAccount, label: Label): void {
  const at = account.labels.findIndex(({ id }) => id === label.id);
  account.labels.splice(at < 0 ? account.labels.length : at, 1, label);
  const dedupe = ['label', label.id, String(world.serial())];
  tell(world, account, fact('label.updated', { label }, dedupe, { occurredAt: world.clock.now() }));
}

export function removeLabel(world: FakeWorldState, account: FakeAccount, labelId: string): void {
  const at = account.labels.findIndex(({ id }) => id === labelId);
  if (at >= 0) account.labels.splice(at, 1);
  const dedupe = ['label', labelId, String(world.serial())];
  tell(world, account, fact('label.removed', { labelId }, dedupe, { occurredAt: world.clock.now() }));
}

function tell(world: FakeWorldState, account: FakeAccount, told: Fact): void {
  world.office.post(() => account.tell(told));
}
