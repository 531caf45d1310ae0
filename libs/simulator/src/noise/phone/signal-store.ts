import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from 'baileys-codec/lib/Types/Auth.js';

/** Signal keys by kind and id, as plain data that can be saved. */
export type SignalData = { [T in keyof SignalDataTypeMap]?: Record<string, SignalDataTypeMap[T]> };

/** A key store in memory over `data`. Setting null deletes. */
export function memoryKeyStore(data: SignalData): SignalKeyStore {
  return {
    get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found: Record<string, SignalDataTypeMap[T]> = {};
      const kept = data[type];
      for (const id of ids) {
        const value = kept?.[id];
        if (value !== undefined) found[id] = value;
      }
      return found;
    },
    set(changes: SignalDataSet) {
      for (const type of Object.keys(changes) as (keyof SignalDataTypeMap)[]) merge(data, type, changes[type] ?? {});
    },
  };
}

function merge<T extends keyof SignalDataTypeMap>(
  data: SignalData,
  type: T,
  entries: Record<string, SignalDataTypeMap[T] | null>,
): void {
  const kept: Record<string, SignalDataTypeMap[T]> = data[type] ?? {};
  for (const [id, value] of Object.entries(entries)) {
    if (value === null) delete kept[id];
    else kept[id] = value;
  }
  (data as Record<string, unknown>)[type] = kept;
}
