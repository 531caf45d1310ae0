import { z } from 'zod';
import { component, instant } from '../../common/openapi/component.js';
import { jid } from '../person.schema.js';

export const locationContent = component(
  'LocationContent',
  'A place.',
  z.object({
    kind: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().optional(),
    address: z.string().optional(),
    live: z.boolean().describe('Somebody on the move, rather than a place.'),
  }),
);
export const contactContent = component(
  'ContactContent',
  'Cards of one or more people.',
  z.object({
    kind: z.literal('contact'),
    contacts: z.array(
      z.object({
        name: z.string(),
        phones: z.array(z.string()).describe('E.164 where the card gives a usable number, else as written.'),
        vcard: z.string(),
      }),
    ),
  }),
);
export const eventContent = component(
  'EventContent',
  'An appointment.',
  z.object({
    kind: z.literal('event'),
    name: z.string(),
    startsAt: instant,
    endsAt: instant.optional(),
    description: z.string().optional(),
    location: z.string().optional(),
    joinLink: z.string().optional(),
    cancelled: z.boolean(),
  }),
);
export const groupInviteContent = component(
  'GroupInviteContent',
  'An invitation to a group.',
  z.object({
    kind: z.literal('groupInvite'),
    groupId: jid,
    groupName: z.string().optional(),
    code: z.string(),
    expiresAt: instant.optional(),
    caption: z.string().optional(),
  }),
);
