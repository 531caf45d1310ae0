import type { TextContent } from '@columba/core';
import type { ContentFields } from './content-reader.js';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export function textContent({ body, fields }: ContentFields): TextContent {
  const content: TextContent = { kind: 'text', text: body ?? '' };
  const url = textOf(fields.matchedText) ?? textOf(fields.canonicalUrl);
  const [title, description] = [textOf(fields.title), textOf(fields.description)];
  if (url && title) content.preview = { url, title, ...(description ? { description } : {}) };
  return content;
}
