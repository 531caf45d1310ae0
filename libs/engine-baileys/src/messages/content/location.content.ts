import type { AnyMessageContent, proto } from '@whiskeysockets/baileys';
import type { LocationContent, OutgoingContent } from '@columba/core';

export function readLocation(message: proto.Message.ILocationMessage): LocationContent {
  const content: LocationContent = {
    kind: 'location',
    latitude: message.degreesLatitude ?? 0,
    longitude: message.degreesLongitude ?? 0,
    live: message.isLive ?? false,
  };
  if (message.name) content.name = message.name;
  if (message.address) content.address = message.address;
  return content;
}

export const readLiveLocation = (message: proto.Message.ILiveLocationMessage): LocationContent => ({
  kind: 'location',
  latitude: message.degreesLatitude ?? 0,
  longitude: message.degreesLongitude ?? 0,
  live: true,
});

type OutgoingLocation = Extract<OutgoingContent, { kind: 'location' }>;

export const fromLocation = ({ latitude, longitude, name, address }: OutgoingLocation): AnyMessageContent => ({
  location: { degreesLatitude: latitude, degreesLongitude: longitude, name: name ?? null, address: address ?? null },
});
