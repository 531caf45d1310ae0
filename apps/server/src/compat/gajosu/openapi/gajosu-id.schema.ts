import { z } from 'zod';
import { named } from './gajosu-components.js';

export const widSchema = named(
  'Wid',
  'An address: `c.us` is a person, `g.us` a group.',
  z.object({
    server: z.string().meta({ example: 'c.us' }),
    user: z.string().meta({ example: '34123456789' }),
    _serialized: z.string().meta({ example: '34123456789@c.us' }),
  }),
);

export const messageIdSchema = named(
  'MessageId',
  'The id of a message; `id` alone names it too.',
  z.object({
    fromMe: z.boolean(),
    remote: z.string().describe('The chat.'),
    id: z.string().meta({ example: '3EB0AAA' }),
    participant: z.string().optional().describe('In groups, who wrote it.'),
    _serialized: z.string().meta({ example: 'true_34123456789@c.us_3EB0AAA' }),
  }),
);
