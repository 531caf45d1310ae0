import type { KeyStore } from '@columba/core';

const MAPPINGS = 'lid-mapping';
/** Two for each person: one each way. */
const MOST = 4_000;

/**
 * The same store, with the mappings between phones and hidden identities kept at hand: they are asked for several times
 * a message and hardly ever change. Everything else is read where it lies, so that what was forgotten there is forgotten.
 */
export function withMappingsAtHand(store: KeyStore): KeyStore {
  const known = new Map<string, Uint8Array | undefined>();
  return {
    get(type, ids) {
      if (type !== MAPPINGS) return store.get(type, ids);
      const missing = ids.filter((id) => !known.has(id));
      if (known.size + missing.length > MOST) known.clear();
      if (missing.length > 0) {
        const read = store.get(type, ids);
        for (const id of ids) known.set(id, read.get(id));
      }
      return new Map(
        ids.flatMap((id) => {
          const value = known.get(id);
          return value ? [[id, value] as const] : [];
        }),
      );
    },
    set(changes) {
      for (const { type, id } of changes) if (type === MAPPINGS) known.delete(id);
      store.set(changes);
    },
  };
}
