import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import type { PacingStatus } from './governor.js';

const budget = z.object({
  limit: z.int().describe('How many may leave in that time.'),
  left: z.int().describe('How many more may leave now.'),
});

export const pacingSchema = component(
  'Pacing',
  'How much a session may send now. What is over the budget waits; a new chat over its budget is refused.',
  z.object({
    minute: budget,
    hour: budget,
    day: budget,
    newChats: budget.describe('Chats of one day in which nothing was said before.'),
    chatGapMs: z.int().describe('Milliseconds between two messages to one chat, after a burst of five. 0: no gap.'),
    warmUpUntil: instant
      .optional()
      .describe('The session was linked lately: the limit of `newChats` is lower, and rises every day until then.'),
    quietUntil: instant.optional().describe('It is in its quiet hours: nothing leaves before.'),
    pausedUntil: instant.optional().describe('WhatsApp has warned: nothing leaves before.'),
    newChatsPausedUntil: instant.optional().describe('WhatsApp has warned: no chat is begun before.'),
  }),
);
export type PacingDto = z.output<typeof pacingSchema>;

export const toPacingDto = ({
  warmUpUntil,
  quietUntil,
  pausedUntil,
  newChatsPausedUntil,
  ...budgets
}: PacingStatus): PacingDto => ({
  ...budgets,
  warmUpUntil: warmUpUntil?.toISOString(),
  quietUntil: quietUntil?.toISOString(),
  pausedUntil: pausedUntil?.toISOString(),
  newChatsPausedUntil: newChatsPausedUntil?.toISOString(),
});
