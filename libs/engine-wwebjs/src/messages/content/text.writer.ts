import type { OutgoingText } from '@columba/core';
import type { SentRequest } from '../sent-request.js';

export function writeText({ text, preview }: OutgoingText): SentRequest {
  if (!preview) return { content: text };
  const { url, title, description, thumbnail } = preview;
  const extra = {
    preview: true,
    subtype: 'url',
    matchedText: url,
    canonicalUrl: url,
    title,
    ...(description ? { description } : {}),
    ...(thumbnail ? { thumbnail } : {}),
  };
  return { content: text, extra };
}
