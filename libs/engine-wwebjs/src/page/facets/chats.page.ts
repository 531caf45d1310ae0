import type { PageScope } from '../page-scope.js';

/** name → function from input to output, see `session.page.ts` for one that is filled. */
export type ChatsOperations = Record<never, never>;

/** type → what is told with it. */
export type ChatsEntries = Record<never, never>;

/** Runs in the page. */
export function installChats(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  Object.assign(kit.operations, {} satisfies Record<keyof ChatsOperations, unknown>);
}
