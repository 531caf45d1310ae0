import { z } from 'zod';
import { component } from '../common/openapi/component.js';
import { accountSchema } from '../sessions/sessions.schema.js';

export const profileSchema = component(
  'Profile',
  'What the account shows of itself.',
  z.object({
    ...accountSchema.shape,
    about: z.string().optional().describe('As WhatsApp has it; absent while the session is not connected.'),
  }),
);
