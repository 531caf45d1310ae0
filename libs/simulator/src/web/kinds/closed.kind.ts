import type { Kind } from './kind.js';

/** A browser is told that there is something, and never gets it. */
export const viewOnce: Kind<'viewOnce'> = {
  encode: () => ({ type: 'ciphertext', subtype: 'view_once_unavailable_fanout' }),
  decode: () => undefined,
};

export const unsupported: Kind<'unsupported'> = {
  encode: ({ note }) => ({ type: 'unknown', subtype: note }),
  decode: () => undefined,
};
