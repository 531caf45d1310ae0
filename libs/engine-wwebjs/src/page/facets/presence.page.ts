import type { PageScope } from '../page-scope.js';

/** name → function from input to output, see `session.page.ts` for one that is filled. */
export type PresenceOperations = Record<never, never>;

/** type → what is told with it. */
export type PresenceEntries = Record<never, never>;

/** Runs in the page. */
export function installPresence(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  Object.assign(kit.operations, {} satisfies Record<keyof PresenceOperations, unknown>);
}
