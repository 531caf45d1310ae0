import type { KeyChange } from '@columba/core';

/** A login that another program left in a folder, in the form of the Baileys engine's own storage. */
export interface OldLogin {
  credentials: Uint8Array;
  keys: KeyChange[];
  damaged: string[];
}

/**
 * What Baileys' `useMultiFileAuthState` has written; the folder stays as it is.
 * @returns `undefined` where nobody is linked. @throws StorageError when somebody is, and it cannot be read.
 */
export async function readBaileysFolder(folder: string): Promise<OldLogin | undefined> {
  // Not by its alias: the compiler's path rewriting leaves dynamic imports alone.
  const { readMultiFileLogin } = await import('../../../../libs/engine-baileys/src/index.js');
  return readMultiFileLogin(folder);
}
