import type { EventMap } from '@columba/core';
import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { listOf } from '../common/openapi/page.js';
import { personSchema, toPersonDto } from '../messages/person.schema.js';

export const PRESENCES = ['available', 'unavailable', 'composing', 'recording', 'paused'] as const;

export const presenceListSchema = listOf(
  'PresenceList',
  'What was last seen of the people in a chat, since the server started.',
  component(
    'ParticipantPresence',
    'What was last seen of somebody.',
    z.object({ participant: personSchema, presence: z.enum(PRESENCES), lastSeenAt: instant.optional() }),
  ),
);

export const ownPresenceSchema = component(
  'OwnPresence',
  'How this account is shown.',
  z.object({ presence: z.enum(PRESENCES) }),
);

export const toPresenceDto = ({ participant, presence, lastSeenAt }: EventMap['presence.changed']) => ({
  participant: toPersonDto(participant),
  presence,
  lastSeenAt: lastSeenAt?.toISOString(),
});
