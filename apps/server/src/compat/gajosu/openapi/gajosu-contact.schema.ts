import { z } from 'zod';
import { named } from './gajosu-components.js';
import { widSchema } from './gajosu-id.schema.js';

export const contactSchema = named(
  'Contact',
  'Somebody, or a group.',
  z.object({
    id: widSchema,
    number: z.string().nullable().describe('`null` for groups, and for people who do not show theirs.'),
    isBusiness: z.boolean(),
    isEnterprise: z.boolean(),
    labels: z.array(z.string()),
    name: z.string().optional(),
    shortName: z.string().optional(),
    pushname: z.string().optional(),
    type: z.string().meta({ example: 'in' }),
    verifiedLevel: z.int().optional(),
    verifiedName: z.string().optional(),
    isMe: z.boolean(),
    isUser: z.boolean(),
    isGroup: z.boolean(),
    isWAContact: z.boolean(),
    isMyContact: z.boolean(),
    isBlocked: z.boolean(),
  }),
);

export const commonGroupSchema = named(
  'CommonGroup',
  'A group that both are in.',
  z.object({ id: widSchema, ...widSchema.shape }),
);
