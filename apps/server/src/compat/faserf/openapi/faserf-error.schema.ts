import { z } from 'zod';
import { named } from './faserf-components.js';

export const errorSchema = named(
  'Error',
  'What went wrong, twice: clients read either.',
  z.object({
    detail: z.string().meta({ example: 'Not connected' }),
    error: z.string().meta({ example: 'Not connected' }),
    result: z
      .array(z.object({ jid: z.string(), status: z.string() }))
      .optional()
      .describe('Of a change in a group: how it went for each person.'),
    cooldown_remaining: z.number().optional().describe('Seconds until it may be tried again.'),
  }),
);
