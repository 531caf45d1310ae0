import type { Kind } from './kind.js';

export const text: Kind<'text'> = {
  encode: (content) => ({ extendedTextMessage: { text: content.text } }),
  decode({ conversation, extendedTextMessage }) {
    const words = conversation ?? extendedTextMessage?.text;
    return typeof words === 'string' && words !== '' ? { kind: 'text', text: words } : undefined;
  },
};
