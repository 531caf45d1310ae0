import { type ContentOf, optionalText, present, type Kind } from './kind.js';

/** Name and address share one field, a line each. */
export const location: Kind<'location'> = {
  encode: ({ latitude, longitude, name, address, live }) => ({
    type: 'location',
    body: '',
    lat: latitude,
    lng: longitude,
    isLive: live ?? false,
    ...(name === undefined && address === undefined ? {} : { loc: [name ?? '', address ?? ''].join('\n').trimEnd() }),
  }),
  decode({ type, lat, lng, loc }) {
    if (type !== 'location') return undefined;
    const [name, address] = (optionalText(loc) ?? '').split('\n');
    return present<ContentOf<'location'>>({
      kind: 'location',
      latitude: Number(lat),
      longitude: Number(lng),
      name: optionalText(name),
      address: optionalText(address),
    });
  },
};
