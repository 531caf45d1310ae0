import type { PageScope } from '../page-scope.js';

/** name → function from input to output, see `session.page.ts` for one that is filled. */
export type KindsOperations = Record<never, never>;

/** type → what is told with it. */
export type KindsEntries = Record<never, never>;

/** Runs in the page. */
export function installKinds(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  Object.assign(kit.operations, {} satisfies Record<keyof KindsOperations, unknown>);
}
