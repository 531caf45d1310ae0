import type { Kind } from './kind.js';

export const location: Kind<'location'> = {
  encode({ latitude, longitude, name, address, live }) {
    const place = { degreesLatitude: latitude, degreesLongitude: longitude };
    if (live) return { liveLocationMessage: { ...place, sequenceNumber: 1 } };
    return { locationMessage: { ...place, ...(name ? { name } : {}), ...(address ? { address } : {}) } };
  },
  decode({ locationMessage: place, liveLocationMessage: moving }) {
    const found = moving ?? place;
    if (!found) return undefined;
    return {
      kind: 'location',
      latitude: found.degreesLatitude ?? 0,
      longitude: found.degreesLongitude ?? 0,
      ...(place?.name ? { name: place.name } : {}),
      ...(place?.address ? { address: place.address } : {}),
      ...(moving ? { live: true } : {}),
    };
  },
};
