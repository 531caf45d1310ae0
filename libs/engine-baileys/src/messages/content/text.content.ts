import type { AnyMessageContent, proto } from '@whiskeysockets/baileys';
import type { TextContent } from '@columba/core';

export const readText = (text: string): TextContent => ({ kind: 'text', text });

export function readExtendedText(message: proto.Message.IExtendedTextMessage): TextContent {
  const content: TextContent = { kind: 'text', text: message.text ?? '' };
  if (!message.matchedText || !(message.title || message.description)) return content;
  content.preview = { url: message.matchedText };
  if (message.title) content.preview.title = message.title;
  if (message.description) content.preview.description = message.description;
  return content;
}

/** Without a preview `linkPreview: null`: the library would otherwise fetch any address that somebody put into a text. */
export const fromText = ({ text, preview }: TextContent): AnyMessageContent => ({
  text,
  linkPreview: preview ? toUrlInfo(preview) : null,
});

const toUrlInfo = ({ url, title, description }: NonNullable<TextContent['preview']>) => ({
  'canonical-url': url,
  'matched-text': url,
  title: title ?? url,
  ...(description === undefined ? {} : { description }),
});
