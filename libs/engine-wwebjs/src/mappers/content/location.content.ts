import type { LocationContent } from '@columba/core';
import type { ContentFields } from './content-reader.js';

/** Name and address share one field, a line each. */
export function locationContent({ fields }: ContentFields): LocationContent {
  const { lat, lng, loc, isLive } = fields;
  const content: LocationContent = {
    kind: 'location',
    latitude: Number(lat ?? 0),
    longitude: Number(lng ?? 0),
    live: isLive === true,
  };
  const [name, ...address] = typeof loc === 'string' ? loc.split('\n') : [];
  if (name) content.name = name;
  if (address.length > 0 && address.join('\n') !== '') content.address = address.join('\n');
  return content;
}
