import type { Reaction } from '@columba/core';
import type { Receipt, Tally } from '@columba/storage';
import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { listOf } from '../common/openapi/page.js';
import { messageStatus } from './message-status.schema.js';
import { personSchema, toPersonDto } from './person.schema.js';

export const reactionSchema = component(
  'Reaction',
  'What one person thinks of a message.',
  z.object({ by: personSchema, emoji: z.string(), reactedAt: instant }),
);
export const toReactionDto = ({ by, emoji, reactedAt }: Reaction): z.output<typeof reactionSchema> => ({
  by: toPersonDto(by),
  emoji,
  reactedAt: reactedAt.toISOString(),
});

export const receiptListSchema = listOf(
  'MessageReceiptList',
  'How far an own message has come with each recipient.',
  component(
    'MessageReceipt',
    'How far a message has come with one recipient.',
    z.object({ recipient: personSchema, status: messageStatus, changedAt: instant }),
  ),
);
export const toReceiptDto = ({ recipient, status, changedAt }: Receipt) => ({
  recipient: toPersonDto(recipient),
  status,
  changedAt: changedAt.toISOString(),
});

export const pollResultsSchema = listOf(
  'PollResults',
  'How a poll stands, in the order of its options.',
  component(
    'PollOptionResult',
    'Who chose one option.',
    z.object({ option: z.string(), voters: z.array(personSchema) }),
  ),
);
export const toTallyDto = ({ option, voters }: Tally) => ({ option, voters: voters.map(toPersonDto) });
