import { numberOf, type Kind } from './kind.js';

const toSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

export const event: Kind<'event'> = {
  encode: ({ name, startsAt, endsAt, description, location, joinLink, cancelled }) => ({
    eventMessage: {
      name,
      startTime: toSeconds(startsAt),
      isCanceled: cancelled ?? false,
      ...(endsAt === undefined ? {} : { endTime: toSeconds(endsAt) }),
      ...(description === undefined ? {} : { description }),
      ...(location === undefined ? {} : { location: { name: location } }),
      ...(joinLink === undefined ? {} : { joinLink }),
    },
  }),
  decode({ eventMessage: found }) {
    if (!found) return undefined;
    return {
      kind: 'event',
      name: found.name ?? '',
      startsAt: numberOf(found.startTime) * 1000,
      ...(found.endTime ? { endsAt: numberOf(found.endTime) * 1000 } : {}),
      ...(found.description ? { description: found.description } : {}),
      ...(found.location?.name ? { location: found.location.name } : {}),
      ...(found.joinLink ? { joinLink: found.joinLink } : {}),
      ...(found.isCanceled ? { cancelled: true } : {}),
    };
  },
};
