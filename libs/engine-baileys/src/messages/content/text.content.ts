import type { AnyMessageContent, proto, WAUrlInfo } from '@whiskeysockets/baileys';
import type { OutgoingContent, TextContent } from '@columba/core';

export const readText = (text: string): TextContent => ({ kind: 'text', text });

export function readExtendedText(message: proto.Message.IExtendedTextMessage): TextContent {
  const content: TextContent = { kind: 'text', text: message.text ?? '' };
  if (!message.matchedText || !(message.title || message.description)) return content;
  content.preview = { url: message.matchedText };
  if (message.title) content.preview.title = message.title;
  if (message.description) content.preview.description = message.description;
  return content;
}

type OutgoingText = Extract<OutgoingContent, { kind: 'text' }>;

/** `linkPreview: null`: the library would otherwise fetch any address that somebody put into a text. */
export const fromText = ({ text, preview }: OutgoingText): AnyMessageContent => ({
  text,
  linkPreview: preview ? fromPreview(preview) : null,
});

const fromPreview = ({ url, title, description, thumbnail }: NonNullable<OutgoingText['preview']>): WAUrlInfo => ({
  'canonical-url': url,
  'matched-text': url,
  title,
  ...(description === undefined ? {} : { description }),
  ...(thumbnail === undefined ? {} : { jpegThumbnail: Buffer.from(thumbnail, 'base64') }),
});
