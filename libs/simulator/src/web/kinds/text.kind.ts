import { textOf, type Kind } from './kind.js';

export const text: Kind<'text'> = {
  encode: (content) => ({ type: 'chat', body: content.text }),
  decode: ({ type, body }) => (type === 'chat' ? { kind: 'text', text: textOf(body) } : undefined),
};
