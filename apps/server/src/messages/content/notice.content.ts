import { z } from 'zod';
import { component } from '../../common/openapi/component.js';
import { personSchema } from '../person.schema.js';

export const systemContent = component(
  'SystemContent',
  'A notice of WhatsApp, for example about a change in a group.',
  z.object({
    kind: z.literal('system'),
    action: z.string().describe('What happened.').meta({ example: 'participants_added' }),
    persons: z.array(personSchema),
    text: z.string().optional(),
  }),
);
export const unsupportedContent = component(
  'UnsupportedContent',
  'Something that cannot be shown here; `message.recovered` may follow.',
  z.object({
    kind: z.literal('unsupported'),
    reason: z.enum(['unknown_kind', 'undecryptable', 'view_once']),
    whatsappType: z.string().optional().describe("WhatsApp's own name of the kind, where it has one."),
  }),
);
