import { z } from 'zod';
import { named } from './gajosu-components.js';

export const errorSchema = named(
  'Error',
  'Most errors.',
  z.object({ error: z.string(), detail: z.string().optional().describe('Only with 401.') }),
);

const faultSchema = named(
  'FieldFault',
  'A wrong part of a request.',
  z.object({
    value: z.unknown().optional().describe('What was given; absent when nothing was.'),
    msg: z.string(),
    param: z.string(),
    location: z.string().optional().describe('`body` or `params`.'),
    nestedErrors: z
      .array(z.object({ value: z.unknown().optional(), msg: z.string(), param: z.string(), location: z.string() }))
      .optional()
      .describe('When one of several places has to be right, and none is.'),
  }),
);

export const validationErrorSchema = named(
  'ValidationError',
  'A request that cannot be understood: one entry for each wrong part, or a text.',
  z.object({ errors: z.array(z.union([faultSchema, z.string()])) }),
);

export const notConnectedSchema = named(
  'NotConnected',
  'WhatsApp is not connected. Mind the other key, `message`.',
  z.object({ message: z.string().meta({ example: 'Whatsapp is not connected' }), status: z.literal(503) }),
);
