import type { OutgoingContent } from '@columba/core';
import type { SentRequest } from '../sent-request.js';

/** Name and address share one field, a line each. */
export function writeLocation(content: Extract<OutgoingContent, { kind: 'location' }>): SentRequest {
  const { latitude, longitude, name, address } = content;
  const description = [name ?? '', address ?? ''].join('\n').trimEnd();
  return { content: '', options: { location: { latitude, longitude, ...(description ? { description } : {}) } } };
}
