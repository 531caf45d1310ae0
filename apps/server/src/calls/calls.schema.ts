import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { listOf } from '../common/openapi/page.js';
import { personSchema, toPersonDto } from '../messages/person.schema.js';
import type { Call } from './call-book.js';

export const callSchema = component(
  'Call',
  'A call that rang at the account.',
  z.object({
    callId: z.string(),
    from: personSchema,
    video: z.boolean(),
    group: z.boolean(),
    offeredAt: instant,
    endedAt: instant.optional().describe('Absent while it rings.'),
    outcome: z.enum(['missed', 'rejected', 'accepted_elsewhere', 'ended']).optional(),
  }),
);
export const callListSchema = listOf('CallList', 'The last calls, newest first.', callSchema);

export const toCallDto = ({ from, offeredAt, endedAt, ...call }: Call): z.output<typeof callSchema> => ({
  ...call,
  from: toPersonDto(from),
  offeredAt: offeredAt.toISOString(),
  endedAt: endedAt?.toISOString(),
});
