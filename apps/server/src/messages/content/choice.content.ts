import { z } from 'zod';
import { component } from '../../common/openapi/component.js';

const asked = z.string().describe('The message that asked.');

export const pollContent = component(
  'PollContent',
  'A question with options.',
  z.object({
    kind: z.literal('poll'),
    question: z.string(),
    options: z.array(z.string()),
    selectableCount: z.int().describe('How many options one person may choose; 0: any number.'),
  }),
);
export const pollVoteContent = component(
  'PollVoteContent',
  'A vote in a poll.',
  z.object({
    kind: z.literal('pollVote'),
    messageId: asked,
    options: z.array(z.string()).describe('Empty: the vote was taken back.'),
  }),
);
export const buttonsContent = component(
  'ButtonsContent',
  'A text with buttons.',
  z.object({
    kind: z.literal('buttons'),
    text: z.string(),
    buttons: z.array(z.object({ id: z.string(), text: z.string() })),
    footer: z.string().optional(),
  }),
);
export const buttonReplyContent = component(
  'ButtonReplyContent',
  'A pressed button.',
  z.object({ kind: z.literal('buttonReply'), buttonId: z.string(), text: z.string(), messageId: asked.optional() }),
);
export const listContent = component(
  'ListContent',
  'A text with a list to choose from.',
  z.object({
    kind: z.literal('list'),
    text: z.string(),
    buttonText: z.string().describe('Opens the list.'),
    sections: z.array(
      z.object({
        title: z.string().optional(),
        rows: z.array(z.object({ id: z.string(), title: z.string(), description: z.string().optional() })),
      }),
    ),
    footer: z.string().optional(),
  }),
);
export const listReplyContent = component(
  'ListReplyContent',
  'A row chosen from a list.',
  z.object({ kind: z.literal('listReply'), rowId: z.string(), title: z.string(), messageId: asked.optional() }),
);
