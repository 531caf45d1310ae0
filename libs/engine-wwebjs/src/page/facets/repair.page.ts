import type { PageScope } from '../page-scope.js';

/**
 * Pages of July 2026 and later call the text of a message's key by another name; the library, and we, know the old one.
 * Runs in the page.
 */
export function installRepair(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  kit.whenLoaded(() => {
    const { prototype } = kit.module<{ prototype: object }>('WAWebMsgKey');
    if (Object.getOwnPropertyDescriptor(prototype, '_serialized')) return;
    Object.defineProperty(prototype, '_serialized', {
      configurable: true,
      get(this: { $1?: unknown; toString(): string }): string {
        return typeof this.$1 === 'string' ? this.$1 : this.toString();
      },
      // A page with the old name writes it on each key: then the key has its own, and this is never asked.
      set(this: object, value: unknown) {
        Object.defineProperty(this, '_serialized', { value, configurable: true, enumerable: true, writable: true });
      },
    });
  });
}
