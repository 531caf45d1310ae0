import type { proto } from 'baileys-codec/WAProto/index.js';
import type { TextContent } from '../../../world/content.js';
import type { Kind } from './kind.js';

export const text: Kind<'text'> = {
  encode: ({ text: words, preview }) => ({ extendedTextMessage: { text: words, ...(preview && spelled(preview)) } }),
  decode({ conversation, extendedTextMessage }) {
    const words = conversation ?? extendedTextMessage?.text;
    if (typeof words !== 'string' || words === '') return undefined;
    const preview = extendedTextMessage && previewIn(extendedTextMessage);
    return { kind: 'text', text: words, ...(preview ? { preview } : {}) };
  },
};

type Preview = NonNullable<TextContent['preview']>;

const spelled = ({ url, title, description, thumbnail }: Preview): proto.Message.IExtendedTextMessage => ({
  matchedText: url,
  title,
  ...(description === undefined ? {} : { description }),
  ...(thumbnail === undefined ? {} : { jpegThumbnail: Buffer.from(thumbnail, 'base64') }),
});

function previewIn(message: proto.Message.IExtendedTextMessage): Preview | undefined {
  const { matchedText, title, description, jpegThumbnail } = message;
  if (!matchedText || !title) return undefined;
  return {
    url: matchedText,
    title,
    ...(description ? { description } : {}),
    ...(jpegThumbnail?.length ? { thumbnail: Buffer.from(jpegThumbnail).toString('base64') } : {}),
  };
}
