import { proto, type SignalDataSet, type SignalDataTypeMap, type SignalKeyStore } from '@whiskeysockets/baileys';
import { StorageError, type KeyChange, type KeyStore } from '@columba/core';
import { fromBytes, toBytes } from './binary-json.js';

/**
 * The type under which plaintexts are kept beside the keys, so that they are written in the same transaction. To the
 * library's types it looks like any type whose values are bytes.
 */
export const PLAINTEXTS = 'decrypt-journal' as 'session';

/**
 * The library's key store on top of ours. One `set` is one transaction, durable when it returns; there is no cache, so
 * that a plaintext forgotten in storage is forgotten.
 * @param failed hears of every write that storage refused, before the library does: the library would go on.
 */
export function signalKeyStore(store: KeyStore, failed: (error: unknown) => void): SignalKeyStore {
  return {
    get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found: { [id: string]: SignalDataTypeMap[T] } = {};
      for (const [id, bytes] of store.get(type, ids)) found[id] = decode(type, bytes);
      return found;
    },
    set(data: SignalDataSet) {
      try {
        store.set(changesOf(data));
      } catch (error) {
        failed(error);
        throw error;
      }
    },
  };
}

function changesOf(data: SignalDataSet): KeyChange[] {
  return Object.entries(data).flatMap(([type, values]) =>
    Object.entries(values ?? {}).map(([id, value]) => ({ type, id, value: encode(type, value) })),
  );
}

function encode(type: string, value: unknown): Uint8Array | null {
  if (value === null || value === undefined) return null;
  return type === PLAINTEXTS ? (value as Uint8Array) : toBytes(value);
}

function decode<T extends keyof SignalDataTypeMap>(type: T, bytes: Uint8Array): SignalDataTypeMap[T] {
  if (type === PLAINTEXTS) return bytes as SignalDataTypeMap[T];
  const value = parsed(type, bytes);
  if (type !== 'app-state-sync-key') return value as SignalDataTypeMap[T];
  const key: unknown = proto.Message.AppStateSyncKeyData.fromObject(value as object);
  return key as SignalDataTypeMap[T];
}

function parsed(type: string, bytes: Uint8Array): unknown {
  try {
    return fromBytes(bytes);
  } catch (error) {
    throw new StorageError(`A stored key of type ${type} is damaged`, { cause: error });
  }
}
