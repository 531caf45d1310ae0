import type { PageScope } from '../page-scope.js';

/** name → function from input to output, see `session.page.ts` for one that is filled. */
export type MediaOperations = Record<never, never>;

/** type → what is told with it. */
export type MediaEntries = Record<never, never>;

/** Runs in the page. */
export function installMedia(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  Object.assign(kit.operations, {} satisfies Record<keyof MediaOperations, unknown>);
}
